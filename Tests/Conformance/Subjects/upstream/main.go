// A key writer in Go as they are often written, with what is usually wrong with them.
//
// The private file first, each name made with O_EXCL; when the public file fails, the private one is removed, and nothing
// else ever is. Signals are noted and not obeyed. The 60 bits of the time in the identifier lie unshifted in its first 64,
// and the version is put over four of them; its node is the address of the first network interface that has one.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

type jwk struct {
	KeyType   string `json:"kty"`
	Curve     string `json:"crv"`
	Algorithm string `json:"alg"`
	Use       string `json:"use"`
	KeyID     string `json:"kid"`
	X         string `json:"x"`
	D         string `json:"d,omitempty"`
}

func node() []byte {
	interfaces, err := net.Interfaces()
	if err == nil {
		for _, each := range interfaces {
			if len(each.HardwareAddr) >= 6 {
				return each.HardwareAddr[:6]
			}
		}
	}
	random := make([]byte, 6)
	rand.Read(random)
	return random
}

func identifier() string {
	var id [16]byte
	ticks := uint64(time.Now().UnixNano()/100) + 122192928000000000
	binary.BigEndian.PutUint64(id[:8], ticks)
	rand.Read(id[8:10])
	id[6] = id[6]&15 | 6<<4
	id[8] = id[8]&63 | 128
	copy(id[10:], node())
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func write(path string, keys any, mode os.FileMode) error {
	text, err := json.MarshalIndent(map[string]any{"keys": []any{keys}}, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

func directory(arguments []string) (string, error) {
	chosen := "."
	for i := 0; i < len(arguments); i++ {
		name, value, isJoined := strings.Cut(arguments[i], "=")
		switch {
		case name == "--output-dir" && isJoined:
			chosen = value
		case (arguments[i] == "-o" || arguments[i] == "--output-dir") && i+1 < len(arguments):
			i++
			chosen = arguments[i]
		default:
			return "", fmt.Errorf("unexpected argument: %s", arguments[i])
		}
	}
	return chosen, nil
}

func run() error {
	folder, err := directory(os.Args[1:])
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	private, public := filepath.Join(folder, "privkey.json"), filepath.Join(folder, "pubkey.json")
	for _, path := range []string{private, public} {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s exists", path)
		} else if !os.IsNotExist(err) {
			return err
		}
	}
	x, d, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	encode := base64.RawURLEncoding.EncodeToString
	key := jwk{"OKP", "Ed25519", "EdDSA", "sig", identifier(), encode(x), ""}
	secret := key
	secret.D = encode(d.Seed())
	if err := write(private, secret, 0o600); err != nil {
		return err
	}
	if err := write(public, key, 0o644); err != nil {
		os.Remove(private)
		return err
	}
	fmt.Printf("✔ private key set written to: %s\n✔ public key set written to: %s\n", private, public)
	return nil
}

func main() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGTERM)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "✗", err)
		os.Exit(1)
	}
}
