// A correct key writer in Go, standard library only: O_EXCL at the real names, the private file first.
//
// SIGINT and SIGTERM are noted and obeyed between the steps. SIGKILL between the two files leaves the private one alone,
// which only a SHOULD of the hardened profile minds.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

type key struct {
	KeyType   string   `json:"kty"`
	Use       string   `json:"use"`
	KeyOps    []string `json:"key_ops"`
	Algorithm string   `json:"alg"`
	KeyID     string   `json:"kid"`
	Curve     string   `json:"crv"`
	X         string   `json:"x"`
	D         string   `json:"d,omitempty"`
}

type keySet struct {
	Keys []key `json:"keys"`
}

func version6() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[8:]); err != nil {
		return "", err
	}
	ticks := uint64(time.Now().UnixNano())/100 + 0x01b21dd213814000
	for i := 0; i < 6; i++ {
		b[i] = byte(ticks >> (52 - 8*i))
	}
	b[6], b[7] = 0x60|byte(ticks>>8&15), byte(ticks)
	b[8] = b[8]&0x3f | 0x80
	b[10] |= 1
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

func makeSets() (private, public []byte, err error) {
	publicKey, privateKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	kid, err := version6()
	if err != nil {
		return nil, nil, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	k := key{"OKP", "sig", []string{"verify"}, "EdDSA", kid, "Ed25519", encode(publicKey), ""}
	if public, err = json.MarshalIndent(keySet{[]key{k}}, "", "  "); err != nil {
		return nil, nil, err
	}
	k.KeyOps, k.D = []string{"sign"}, encode(privateKey.Seed())
	private, err = json.MarshalIndent(keySet{[]key{k}}, "", "  ")
	return private, public, err
}

func parse(arguments []string) (string, error) {
	directory := "."
	for i := 0; i < len(arguments); i++ {
		switch a := arguments[i]; {
		case a == "-o" || a == "--output-dir":
			if i++; i == len(arguments) {
				return "", fmt.Errorf("%s needs a directory", a)
			}
			directory = arguments[i]
		case strings.HasPrefix(a, "--output-dir="):
			directory = strings.TrimPrefix(a, "--output-dir=")
		default:
			return "", fmt.Errorf("unexpected argument: %s", a)
		}
	}
	if directory == "" {
		return "", errors.New("the directory must not be empty")
	}
	return directory, nil
}

// create makes and fills a file. Whatever goes wrong, it leaves no file of its own.
func create(path string, mode fs.FileMode, content []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			if removing := os.Remove(path); removing != nil {
				err = fmt.Errorf("%w (and: %v)", err, removing)
			}
		}
	}()
	if _, err = file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

func run(arguments []string, interrupted <-chan os.Signal) (err error) {
	directory, err := parse(arguments)
	if err != nil {
		return err
	}
	umask := syscall.Umask(0)
	if err = os.MkdirAll(directory, 0o777&^fs.FileMode(umask)); err != nil {
		return err
	}
	privatePath, publicPath := filepath.Join(directory, "privkey.json"), filepath.Join(directory, "pubkey.json")
	for _, path := range []string{privatePath, publicPath} {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s already exists", path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	private, public, err := makeSets()
	if err != nil {
		return err
	}
	if err = create(privatePath, 0o600, private); err != nil {
		return err
	}
	made := []string{privatePath}
	defer func() {
		for _, path := range made {
			if err != nil {
				os.Remove(path)
			}
		}
	}()
	select {
	case s := <-interrupted:
		return fmt.Errorf("%v", s)
	default:
	}
	if err = create(publicPath, 0o644, public); err != nil {
		return err
	}
	made = append(made, publicPath)
	if err = syncDirectory(directory); err != nil {
		return err
	}
	fmt.Printf("✔ private key set written to: %s\n✔ public key set written to: %s\n", privatePath, publicPath)
	return nil
}

func main() {
	interrupted := make(chan os.Signal, 4)
	signal.Notify(interrupted, syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM)
	if err := run(os.Args[1:], interrupted); err != nil {
		fmt.Fprintln(os.Stderr, "keygen:", err)
		os.Exit(1)
	}
}
