package proofs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

// A patch applies; what it makes decodes, and is valid when the pod was; it loses nothing that a policy does not speak
// of; asked again, there is nothing to do. And another server says the same: see checkDeterminism.
func TestPatchesAreTakenAndDeterministic(t *testing.T) {
	prove(t, proof{
		set: func(bench *trial.Bench, m generate.Maker, number uint64) *trial.Set {
			return &trial.Set{Policies: m.Policies(fmt.Sprint("p", number), bench.Sound)}
		},
		pod:   anyPod,
		check: checkAnswers,
	})
}

// anyPod is valid most of the time; some are recorded ones, some come as no API server sends them.
func anyPod(bench *trial.Bench, m generate.Maker, one *trial.Trial) {
	if m.Chance(0.1) {
		recordedPod(bench, m, one)
	} else {
		one.Role = generate.Pick(m.Random, generate.Roles...)
		one.Pod = m.Pod(one.Role)
		if m.Chance(0.9) {
			bench.SoundPod(one)
		}
	}
	switch {
	case m.Chance(0.1):
		one.MakeOdd(m)
	case m.Chance(0.05):
		one.Odd = true
	}
}

// passed is a trial behind the first patch.
type passed struct {
	number  int
	trial   *trial.Trial
	stored  []byte // the pod with the patch
	arrived []byte // as the webhook is asked about it again; nil when Kubernetes refuses the pod
}

func checkAnswers(bench *trial.Bench, trials []*trial.Trial) ([][]trial.Failure, error) {
	var reviews [][]byte
	for _, one := range trials {
		reviews = append(reviews, one.Review(one.Sent))
	}
	answers, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return nil, err
	}
	failures, err := checkPatches(bench, trials, answers)
	if err != nil {
		return nil, err
	}
	return failures, checkDeterminism(bench, trials, reviews, answers, failures)
}

func checkPatches(bench *trial.Bench, trials []*trial.Trial, answers [][]byte) ([][]trial.Failure, error) {
	failures := make([][]trial.Failure, len(trials))
	var again []passed
	for i, one := range trials {
		behind := passed{number: i, trial: one}
		failures[i] = behind.first(bench, answers[i])
		if behind.stored != nil {
			again = append(again, behind)
		}
	}
	if err := secondDoor(bench, again, failures); err != nil {
		return nil, err
	}
	return failures, secondPass(bench, again, failures)
}

// first follows the patch into the store.
func (p *passed) first(bench *trial.Bench, answer []byte) []trial.Failure {
	_, stored, err := follow(p.trial, answer)
	if err != nil {
		return failed("", err)
	}
	p.stored = stored
	return append(laws(p.trial, stored), p.arrive(bench)...)
}

// follow is what kube-apiserver makes of an answer, and of the pod.
func follow(one *trial.Trial, text []byte) (*kube.Answer, []byte, error) {
	answer, err := readAnswer(text, true)
	if err != nil {
		return nil, nil, fmt.Errorf("answer: %w", err)
	}
	stored, _, err := kube.Patch(one.Sent, answer.Patch)
	if err != nil {
		return nil, nil, fmt.Errorf("patch: %w", err)
	}
	return answer, stored, nil
}

// arrive is what becomes of the pod behind the webhook.
func (p *passed) arrive(bench *trial.Bench) []trial.Failure {
	if !p.trial.Sound {
		return nil
	}
	pod, err := kube.DecodePod(p.stored)
	if err != nil {
		p.stored = nil
		return failed("decode: ", err)
	}
	arrived, err := bench.Server.Arrive(pod)
	if err == nil && p.trial.Valid {
		if err := kube.ValidateCreate(arrived, kube.Namespace); err != nil {
			return refused(err)
		}
	}
	if err != nil {
		if p.trial.Valid {
			return failed("admission: ", err)
		}
		return nil
	}
	p.arrived, err = kube.EncodePod(arrived)
	return failed("encode: ", err)
}

func readAnswer(text []byte, mutating bool) (*kube.Answer, error) {
	if bytes.HasPrefix(text, []byte(gate.Death)) {
		return nil, errors.New(string(text))
	}
	review := admissionv1.AdmissionReview{Request: &admissionv1.AdmissionRequest{UID: "u"}}
	review.APIVersion = admissionv1.SchemeGroupVersion.String()
	return kube.ReadAnswer(&review, text, mutating)
}

// secondDoor asks the validating door about what the first one made: the rules of these policies only warn.
func secondDoor(bench *trial.Bench, passed []passed, failures [][]trial.Failure) error {
	var reviews [][]byte
	for _, one := range passed {
		reviews = append(reviews, one.trial.Review(one.stored))
	}
	answers, err := bench.Gate.Answers(gate.Validate, reviews)
	if err != nil {
		return err
	}
	for i, text := range answers {
		number := passed[i].number
		answer, err := readAnswer(text, false)
		if err == nil && !answer.Allowed {
			err = errors.New("denied: " + answer.Message())
		}
		failures[number] = append(failures[number], failed("second door: ", err)...)
	}
	return nil
}

// secondPass asks about what was stored: as the API server fills it in, and some as they are. Of a pod that no API
// server sends (it would have sent another to begin with) only the latter can be asked.
func secondPass(bench *trial.Bench, again []passed, failures [][]trial.Failure) error {
	var reviews [][]byte
	var of []int
	for i, one := range again {
		filledIn := one.arrived != nil && one.trial.Valid && !one.trial.Odd
		if filledIn {
			reviews, of = append(reviews, one.trial.Review(one.arrived)), append(of, i)
		}
		if !filledIn || one.trial.Index%8 == 0 {
			reviews, of = append(reviews, one.trial.Review(one.stored)), append(of, i)
		}
	}
	if len(reviews) == 0 {
		return nil
	}
	answers, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return err
	}
	for i, text := range answers {
		number := again[of[i]].number
		answer, err := readAnswer(text, true)
		if err != nil {
			failures[number] = append(failures[number], failed("second pass: ", err)...)
		} else if len(answer.Patch) > 0 {
			failures[number] = append(failures[number], repeated(answer.Patch))
		}
	}
	return nil
}

func repeated(patch []byte) trial.Failure {
	var operations []struct{ Op, Path string }
	kind := "?"
	if json.Unmarshal(patch, &operations) == nil {
		for _, operation := range operations {
			if operation.Path != "/metadata/annotations/sparkgate.dev~1applied" {
				kind = operation.Op + " " + operation.Path
				break
			}
		}
	}
	return trial.Failure{Kind: "second pass: " + trial.Normalised(kind), Detail: string(patch)}
}

func failed(what string, err error) []trial.Failure {
	if err == nil {
		return nil
	}
	return []trial.Failure{{Kind: what + trial.Normalised(err.Error()), Detail: err.Error()}}
}

// refused is a failure for each thing that Kubernetes does not like.
func refused(err error) []trial.Failure {
	var found []trial.Failure
	for _, complaint := range kube.Causes(err) {
		found = append(found, trial.Failure{Kind: "invalid: " + trial.Normalised(complaint), Detail: complaint})
	}
	if len(found) == 0 {
		return failed("invalid: ", err)
	}
	return found
}
