package proofs

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/trial"
)

// Asked again, the mutating door of another server answers the same bytes. With the same policies in other files, in
// another order, it answers the same but for the names of files, lines and the fingerprint.
func TestAnswersAreDeterministic(t *testing.T) {
	prove(t, proof{
		set: func(bench *trial.Bench, m generate.Maker, number uint64) *trial.Set {
			return &trial.Set{Policies: m.Policies(fmt.Sprint("p", number), bench.Sound)}
		},
		pod:   anyPod,
		check: checkDeterminism,
	})
}

func checkDeterminism(bench *trial.Bench, trials []*trial.Trial) ([][]trial.Failure, error) {
	var reviews [][]byte
	for _, one := range trials {
		reviews = append(reviews, one.Review(one.Sent))
	}
	first, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return nil, err
	}
	if err := bench.Gate.Restart(); err != nil {
		return nil, err
	}
	second, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return nil, err
	}
	if err := bench.Gate.Serve(shuffled(trials)); err != nil {
		return nil, fmt.Errorf("policies load in one order of files and not in another: %w", err)
	}
	third, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return nil, err
	}
	failures := make([][]trial.Failure, len(trials))
	for i := range trials {
		law := &lawyer{}
		law.check(bytes.Equal(first[i], second[i]), "another answer to the same", string(second[i]))
		before, after := settled(first[i]), settled(third[i])
		law.check(before == after, "the order of policy files matters", before+"\n"+after)
		failures[i] = law.failures
	}
	return failures, nil
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

var moves = regexp.MustCompile(`@[0-9a-f]{16}|[a-z0-9-]+\.yaml:[0-9]+|"fingerprint":"[0-9a-f]*"|\b[0-9a-f]{16}\b`)

// settled is an answer with its patch in plain text, without what may differ.
func settled(answer []byte) string {
	var review struct {
		Response map[string]any `json:"response"`
	}
	if err := json.Unmarshal(answer, &review); err != nil {
		return string(answer)
	}
	if patch, ok := review.Response["patch"].(string); ok {
		plain, err := base64.StdEncoding.DecodeString(patch)
		if err != nil {
			return string(answer)
		}
		review.Response["patch"] = string(plain)
	}
	text, err := json.Marshal(review.Response)
	if err != nil {
		return string(answer)
	}
	return moves.ReplaceAllString(string(text), "…")
}
