// A login in Go with nothing but its standard library: login -f FILE.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

type credential struct{ host, path, issuer, subject, audience, lifetime string }

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "login:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 2 || arguments[0] != "-f" {
		return errors.New("usage: login -f FILE")
	}
	credentials, err := read(arguments[1])
	if err != nil {
		return fmt.Errorf("%s: %w", arguments[1], err)
	}
	tokens := map[string]string{}
	for _, c := range credentials {
		if tokens[c.host], err = sign(c, filepath.Dir(arguments[1])); err != nil {
			return fmt.Errorf("%s: %w", c.host, err)
		}
	}
	return store(tokens)
}

// read takes the block style of the document, and nothing else.
func read(path string) ([]credential, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []credential
	seen := map[string]bool{}
	section := ""
	for number, line := range strings.Split(string(text), "\n") {
		if at := strings.Index(" "+line, " #"); at >= 0 {
			line = line[:at]
		}
		line = strings.TrimRight(line, " \r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		line = line[indent:]
		if indent == 2 && strings.HasPrefix(line, "- ") {
			all = append(all, credential{})
			for key := range seen {
				if strings.Contains(key, ".") {
					delete(seen, key)
				}
			}
			indent, line = 4, line[2:]
		}
		key, value, found := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		if indent == 0 {
			section = key
		}
		if indent == 4 {
			key = "hosts." + key
		}
		if indent == 6 {
			key = "hosts.credential." + key
		}
		if !found || seen[key] || (indent > 0 && (section != "hosts" || len(all) == 0)) {
			return nil, fmt.Errorf("line %d is not understood, or there twice", number+1)
		}
		seen[key] = true
		field := map[string]*string{}
		if len(all) > 0 {
			c := &all[len(all)-1]
			field = map[string]*string{"hosts.host": &c.host, "hosts.credential.jwkPath": &c.path,
				"hosts.credential.iss": &c.issuer, "hosts.credential.sub": &c.subject,
				"hosts.credential.aud": &c.audience, "hosts.credential.exp": &c.lifetime}
		}
		switch place := field[key]; {
		case place != nil && value != "":
			*place = value
		case key == "apiVersion" || key == "kind" && value == "Config":
		case (key == "hosts" || key == "hosts.credential") && value == "":
		default:
			return nil, fmt.Errorf("line %d: %s is not known, or has no such value", number+1, key)
		}
	}
	names := map[string]bool{}
	for _, c := range all {
		if c.host == "" || c.path == "" || c.issuer == "" || c.subject == "" || names[c.host] {
			return nil, fmt.Errorf("host %q: something is missing, or it is there twice", c.host)
		}
		names[c.host] = true
	}
	if !seen["kind"] || len(all) == 0 {
		return nil, errors.New("no kind, or no hosts")
	}
	return all, nil
}

func key(path, directory string) (ed25519.PrivateKey, string, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(directory, path)
	}
	root, err := filepath.Abs(directory)
	if err == nil {
		root, err = filepath.EvalSymlinks(root)
	}
	if err != nil {
		return nil, "", err
	}
	if path, err = filepath.Abs(path); err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return nil, "", err
	}
	if !strings.HasPrefix(path, root+"/") {
		return nil, "", fmt.Errorf("%s leaves %s", path, root)
	}
	if status, err := os.Stat(path); err != nil || status.Mode().Perm()&0o077 != 0 {
		return nil, "", fmt.Errorf("%s is missing, or can be read by others", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	var set struct{ Keys []struct{ Kid, X, D string } }
	if err := json.Unmarshal(text, &set); err != nil || len(set.Keys) != 1 {
		return nil, "", fmt.Errorf("%s is no set of one key", path)
	}
	seed, err := base64.RawURLEncoding.DecodeString(set.Keys[0].D)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, "", fmt.Errorf("%s holds no private key", path)
	}
	private := ed25519.NewKeyFromSeed(seed)
	if base64.RawURLEncoding.EncodeToString(private.Public().(ed25519.PublicKey)) != set.Keys[0].X {
		return nil, "", fmt.Errorf("%s: x does not belong to d", path)
	}
	return private, set.Keys[0].Kid, nil
}

func sign(c credential, directory string) (string, error) {
	lifetime, err := time.ParseDuration(c.lifetime)
	if err != nil || lifetime <= 0 {
		return "", fmt.Errorf("exp is no positive duration: %s", c.lifetime)
	}
	private, kid, err := key(c.path, directory)
	if err != nil {
		return "", err
	}
	audience := c.audience
	if audience == "" {
		audience = c.host
	}
	identifier := make([]byte, 16)
	rand.Read(identifier)
	now := time.Now()
	header, _ := json.Marshal(map[string]any{"alg": "EdDSA", "typ": "JWT", "kid": kid})
	claims, _ := json.Marshal(map[string]any{"iss": c.issuer, "sub": c.subject, "aud": []string{audience},
		"iat": now.Unix(), "nbf": now.Unix() - 30, "exp": now.Add(lifetime).Unix(), "jti": hex.EncodeToString(identifier)})
	text := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(claims)
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(private, []byte(text))), nil
}

// target follows links at the name, also where nothing is at the end.
func target(path string) (string, error) {
	for hops := 0; hops < 40; hops++ {
		next, err := os.Readlink(path)
		if errors.Is(err, syscall.EINVAL) || errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", fmt.Errorf("%s: too many links", path)
}

func store(tokens map[string]string) (failure error) {
	directory := os.Getenv("DOCKER_CONFIG")
	if directory == "" {
		directory = filepath.Join(os.Getenv("HOME"), ".docker")
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	path, err := target(filepath.Join(directory, "config.json"))
	if err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := lock(folder); err != nil {
		return fmt.Errorf("cannot lock %s: %w", folder.Name(), err)
	}
	mode := fs.FileMode(0o600)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text = []byte("{}\n")
	} else if err != nil {
		return err
	} else if status, err := os.Stat(path); err != nil {
		return err
	} else {
		mode = status.Mode().Perm()
	}
	for host, token := range tokens {
		entry, _ := json.Marshal(map[string]string{"registrytoken": token})
		if text, err = enter(text, host, entry); err != nil {
			return fmt.Errorf("%s is damaged, and left alone: %w", path, err)
		}
	}
	// Whoever ends the run ends it before or after, and finds nothing left of it.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
	temporary, err := os.CreateTemp(filepath.Dir(path), ".config.json.")
	if err != nil {
		return err
	}
	defer func() {
		if failure != nil {
			if _, err := os.Lstat(temporary.Name()); err == nil {
				os.Remove(temporary.Name())
			}
		}
	}()
	_, err = temporary.Write(text)
	if err == nil {
		err = temporary.Chmod(mode)
	}
	if err == nil {
		err = temporary.Sync()
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err == nil {
		err = folder.Sync()
	}
	return err
}

func lock(folder *os.File) error {
	for {
		if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			return err
		}
	}
}

type place struct{ start, end int }

// enter edits the text of a configuration, which stays as it is but for the one entry.
func enter(text []byte, host string, entry []byte) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return nil, err
	} else if whole == nil {
		return nil, errors.New("no object")
	}
	name, _ := json.Marshal(host)
	member := append(append(name, ": "...), entry...)
	top := bytes.IndexByte(text, '{')
	auths, err := find(text, top, "auths")
	if err != nil {
		return nil, err
	}
	if auths == nil {
		return insert(text, top, append(append([]byte(`"auths": {`), member...), '}')), nil
	}
	own, err := find(text, auths.start, host)
	if err != nil {
		return nil, err
	}
	if own != nil {
		return bytes.Join([][]byte{text[:own.start], entry, text[own.end:]}, nil), nil
	}
	return insert(text, auths.start, member), nil
}

func insert(text []byte, object int, member []byte) []byte {
	if rest := bytes.TrimLeft(text[object+1:], " \t\r\n"); rest[0] != '}' {
		member = append(member, ", "...)
	}
	return bytes.Join([][]byte{text[:object+1], member, text[object+1:]}, nil)
}

// find looks for a member of the object that starts somewhere.
func find(text []byte, object int, name string) (*place, error) {
	decoder := json.NewDecoder(bytes.NewReader(text[object:]))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("no object")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if key == name {
			end := object + int(decoder.InputOffset())
			return &place{end - len(value), end}, nil
		}
	}
	if _, err := decoder.Token(); err != nil && err != io.EOF {
		return nil, err
	}
	return nil, nil
}
