package proofs

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/trial"
)

// checkDeterminism: asked again, the mutating door of another server answers the same bytes. With the same policies in
// other files, in another order, it answers the same but for the names of files, lines and the fingerprint.
func checkDeterminism(bench *trial.Bench, trials []*trial.Trial, reviews, first [][]byte, failures [][]trial.Failure) error {
	if err := bench.Gate.Restart(); err != nil {
		return err
	}
	second, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return err
	}
	if err := bench.Gate.Serve(shuffled(trials)); err != nil {
		return fmt.Errorf("policies load in one order of files and not in another: %w", err)
	}
	third, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return err
	}
	for i := range trials {
		law := &lawyer{}
		law.check(bytes.Equal(first[i], second[i]), "another answer to the same", string(second[i]))
		before, after := settled(first[i]), settled(third[i])
		law.check(before == after, "the order of policy files matters", before+"\n"+after)
		failures[i] = append(failures[i], law.failures...)
	}
	return nil
}

// shuffled has a file for each policy, named in the reverse order, some with a comment in front.
func shuffled(trials []*trial.Trial) gate.Policies {
	files, seen := gate.Policies{}, map[*trial.Set]bool{}
	for _, one := range slices.Backward(trials) {
		if seen[one.Set] {
			continue
		}
		seen[one.Set] = true
		for _, document := range slices.Backward(one.Set.Documents()) {
			comment := bytes.Repeat([]byte("# later\n"), len(files)%3)
			files[fmt.Sprintf("a%06d.yaml", len(files))] = append(comment, document...)
		}
	}
	return files
}

// settled is an answer with its patch in plain text, without what may differ.
func settled(answer []byte) string {
	if head, rest, found := bytes.Cut(answer, []byte(`"patch":"`)); found {
		patch, tail, _ := bytes.Cut(rest, []byte(`"`))
		if plain, err := base64.StdEncoding.DecodeString(string(patch)); err == nil {
			answer = slices.Concat(head, plain, tail)
		}
	}
	var kept []byte
	for len(answer) > 0 {
		name := length(answer, isNameByte)
		line := lineLength(answer[name:])
		switch {
		case name > 0 && line > 0: // a place
			name, kept = name+line, append(kept, "…"...)
		case name == fingerprintLength && length(answer, isHexByte) == name:
			kept = append(kept, "…"...)
		default:
			kept = append(kept, answer[:name]...)
		}
		between := length(answer[name:], func(c byte) bool { return !isNameByte(c) })
		kept, answer = append(kept, answer[name:name+between]...), answer[name+between:]
	}
	return string(kept)
}

const fingerprintLength = 16

// lineLength is that of `.yaml:7` in front of a text; 0 when it is not there.
func lineLength(text []byte) int {
	number, found := bytes.CutPrefix(text, []byte(".yaml:"))
	digits := length(number, func(c byte) bool { return '0' <= c && c <= '9' })
	if !found || digits == 0 {
		return 0
	}
	return len(text) - len(number) + digits
}

// length is how many bytes in front are such.
func length(text []byte, such func(byte) bool) int {
	for i, c := range text {
		if !such(c) {
			return i
		}
	}
	return len(text)
}

func isNameByte(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' }

func isHexByte(c byte) bool { return 'a' <= c && c <= 'f' || '0' <= c && c <= '9' }
