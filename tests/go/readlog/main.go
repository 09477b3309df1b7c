// Readlog checks a copy of our log with Go's own packages for such logs, golang.org/x/mod/sumdb/note
// and tlog, which know nothing of us: signatures, every entry, inclusion of each, growth.
//
//	readlog FOLDER VKEY [OLD-CHECKPOINT [WITNESS-VKEY]]
//
// Prints what held; exits 1 and says why at the first thing that does not.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

func main() {
	if len(os.Args) < 3 || len(os.Args) > 5 {
		fmt.Fprintln(os.Stderr, "usage: readlog FOLDER VKEY [OLD-CHECKPOINT [WITNESS-VKEY]]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, vkey string, more []string) error {
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	known := []note.Verifier{log}
	if len(more) == 2 {
		witness, err := newWitness(more[1])
		if err != nil {
			return err
		}
		known = append(known, witness)
	}
	tree, signers, err := open(filepath.Join(folder, "checkpoint"), log.Name(), known)
	if err != nil {
		return err
	}
	if signers != len(known) {
		return errors.New("not everybody who should have signed did")
	}
	fmt.Println("signed", tree.N, tree.Hash, signers)
	if err := audit(folder, tree); err != nil {
		return err
	}
	if len(more) > 0 {
		old, _, err := open(more[0], log.Name(), known)
		if err != nil {
			return err
		}
		return grew(folder, old, tree)
	}
	return nil
}

// open reads a checkpoint, and says how many of those known signed it.
func open(path, origin string, known []note.Verifier) (tlog.Tree, int, error) {
	var tree tlog.Tree
	raw, err := os.ReadFile(path)
	if err != nil {
		return tree, 0, err
	}
	opened, err := note.Open(raw, note.VerifierList(known...))
	if err != nil {
		return tree, 0, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		return tree, 0, errors.New("not a checkpoint of this log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, 0, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, len(opened.Sigs), err
}

// audit holds every entry against its hash, and proves for each that it is in the tree.
func audit(folder string, tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, tiles(folder))
	leaves := make([]int64, tree.N)
	for n := range leaves {
		leaves[n] = tlog.StoredHashIndex(0, int64(n))
	}
	signed, err := hashes.ReadHashes(leaves)
	if err != nil {
		return err
	}
	for start := int64(0); start < tree.N; start += width {
		entries, err := bundle(folder, tree, start/width)
		if err != nil {
			return err
		}
		for at, entry := range entries {
			n := start + int64(at)
			if tlog.RecordHash(entry) != signed[n] {
				return fmt.Errorf("entry %d is not the one that was signed", n)
			}
		}
	}
	fmt.Println("entries", tree.N)
	for n := int64(0); n < tree.N; n++ {
		proof, err := tlog.ProveRecord(tree.N, n, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, signed[n]); err != nil {
			return err
		}
	}
	fmt.Println("inclusion", tree.N)
	return nil
}

// grew proves that the old tree is the beginning of the new one.
func grew(folder string, old, tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, tiles(folder))
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return err
	}
	fmt.Println("grew", old.N, tree.N)
	return nil
}

// bundle reads the entries of one file; each stands after its length in two bytes.
func bundle(folder string, tree tlog.Tree, n int64) ([][]byte, error) {
	wide := tree.N - n*width
	if wide > width {
		wide = width
	}
	tile := tlog.Tile{H: height, L: -1, N: n, W: int(wide)}
	raw, err := os.ReadFile(filepath.Join(folder, pathOf(tile)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(raw) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(raw))
		if end > len(raw) {
			break
		}
		entries, raw = append(entries, raw[2:end]), raw[end:]
	}
	if len(raw) != 0 || len(entries) != int(wide) {
		return nil, fmt.Errorf("%s does not hold %d entries", pathOf(tile), wide)
	}
	return entries, nil
}

// pathOf turns x/mod's names into those of tlog-tiles: without the height, and data is entries.
func pathOf(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// tiles is a folder to read from.
type tiles string

func (folder tiles) Height() int { return height }

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		raw, err := os.ReadFile(filepath.Join(string(folder), pathOf(tile)))
		if err != nil {
			return nil, err
		}
		if len(raw) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", pathOf(tile), len(raw))
		}
		found[i] = raw
	}
	return found, nil
}

func (folder tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// witness checks what x/mod does not know: C2SP cosignature/v1, with its time before the signature.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a key of a witness")
	}
	blob, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(blob) != 1+ed25519.PublicKeySize || blob[0] != 4 {
		return nil, errors.New("not a key of a witness")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), blob...))
	return &witness{parts[0], binary.BigEndian.Uint32(id[:]), blob[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.id }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	var said bytes.Buffer
	fmt.Fprintf(&said, "cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	said.Write(text)
	return ed25519.Verify(w.key, said.Bytes(), signature[8:])
}
