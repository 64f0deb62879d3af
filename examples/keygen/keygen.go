// Makes an Ed25519 key pair as two JWK sets, with the standard library alone. Build: go build keygen.go
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

type jwk struct {
	Kty string `json:"kty"`
	Crv string `json:"crv"`
	Alg string `json:"alg"`
	Use string `json:"use"`
	Kid string `json:"kid"`
	X   string `json:"x"`
	D   string `json:"d,omitempty"`
}

// A UUID of version 6 (RFC 9562 §5.6): the time in 100 ns since 1582, highest bits first, then random bits.
func uuid6() string {
	var id [16]byte
	rand.Read(id[8:])
	ticks := uint64(time.Now().UnixNano()/100) + 0x01B21DD213814000
	binary.BigEndian.PutUint64(id[:], ticks<<4&^0xffff|0x6000|ticks&0xfff)
	id[8] = id[8]&0x3f | 0x80
	id[10] |= 1
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Makes a file beside its final name, complete, on disk and with its mode.
func write(path string, mode os.FileMode, key jwk) error {
	text, err := json.Marshal(map[string][]jwk{"keys": {key}})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

func generate(directory string) (err error) {
	private, public := filepath.Join(directory, "privkey.json"), filepath.Join(directory, "pubkey.json")
	for _, path := range []string{private, public} {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s exists already: delete both files, or choose another directory", path)
		} else if !os.IsNotExist(err) {
			return err
		}
	}
	// Ctrl-C waits for the few milliseconds that follow: a pair that is begun is finished, or undone.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return err
	}
	x, d, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	key := jwk{"OKP", "Ed25519", "EdDSA", "sig", uuid6(), base64.RawURLEncoding.EncodeToString(x), ""}
	secret := key
	secret.D = base64.RawURLEncoding.EncodeToString(d.Seed())
	var random [8]byte
	rand.Read(random[:])
	hidden := filepath.Join(directory, "."+hex.EncodeToString(random[:]))
	var made []string
	defer func() {
		if err != nil {
			for _, path := range made {
				os.Remove(path)
			}
		}
	}()
	made = append(made, hidden+".pub", hidden+".key")
	if err := write(hidden+".pub", 0o644, key); err != nil {
		return err
	}
	if err := write(hidden+".key", 0o600, secret); err != nil {
		return err
	}
	// A link is never made over a file that exists; the private file comes last, so that it is never alone.
	for _, link := range [][2]string{{hidden + ".pub", public}, {hidden + ".key", private}} {
		if err := os.Link(link[0], link[1]); err != nil {
			return err
		}
		made = append([]string{link[1]}, made...)
	}
	folder, err := os.Open(directory)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil {
		return err
	}
	for _, path := range []string{hidden + ".pub", hidden + ".key"} {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	fmt.Printf("✔ private key set written to: %s\n✔ public key set written to: %s\n", private, public)
	return nil
}

func main() {
	var directory string
	flag.StringVar(&directory, "o", ".", "the output directory")
	flag.StringVar(&directory, "output-dir", ".", "the output directory")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "keygen: unexpected argument: %s\n", flag.Arg(0))
		os.Exit(2)
	}
	if directory == "" {
		fmt.Fprintln(os.Stderr, "keygen: the directory has no name")
		os.Exit(1)
	}
	if err := generate(directory); err != nil {
		fmt.Fprintln(os.Stderr, "keygen:", err)
		os.Exit(1)
	}
}
