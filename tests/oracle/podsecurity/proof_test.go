// Package podsecurity holds the rule podSecurity against Kubernetes' own evaluator. See ../README.md.
package podsecurity

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/setting"
)

const (
	podsOfABatch = 4000
	enough       = 20_000 // pods from which on every control has to be seen at work
	leastSeen    = 50     // how often it refuses and how often it takes a pod
)

// A question is a pod and the standard that it is held to. Raw pods come as a file has them, others as kube-apiserver
// sends them.
type question struct {
	index    uint64
	standard int
	pod      object
	raw      bool
}

// A bench asks both sides.
type bench struct {
	sparkgate sparkgate
	standards []*standard
}

func (q question) sent() ([]byte, error) {
	text := generate.Text(q.pod)
	if q.raw {
		return text, nil
	}
	pod, err := decode(text)
	if err != nil {
		return nil, err
	}
	return kube.EncodePod(pod)
}

func (q question) review(sent []byte) []byte {
	return fmt.Appendf(nil, `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",`+
		`"kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},`+
		`"namespace":%q,"operation":"CREATE","userInfo":{"username":"jane"},"object":%s}}`, namespaceOf(q.standard), sent)
}

// ours are the controls that sparkgate's violations name, sorted.
func ours(said reply) ([]string, error) {
	if said.Error != nil {
		return nil, fmt.Errorf("sparkgate: %s", *said.Error)
	}
	named := map[string]bool{}
	for _, violation := range said.Violations {
		open := strings.LastIndex(violation.Message, " (")
		if open < 0 || !strings.HasPrefix(violation.Message, violation.Path+" ") {
			return nil, fmt.Errorf("no sentence of podSecurity: %s", violation.Message)
		}
		named[strings.TrimSuffix(violation.Message[open+2:], ")")] = true
	}
	if said.Allowed != (len(named) == 0) {
		return nil, fmt.Errorf("allowed is %t with violations of %v", said.Allowed, named)
	}
	return slices.Sorted(maps.Keys(named)), nil
}

// An answer is what both sides say about a question.
type answer struct {
	verdicts   map[string]bool // Kubernetes', by control
	difference string          // empty when they agree
}

func (b *bench) ask(questions []question) ([]answer, error) {
	answers, reviews := make([]answer, len(questions)), make([][]byte, len(questions))
	for i, q := range questions {
		sent, err := q.sent()
		if err != nil {
			return nil, fmt.Errorf("index %d: %w", q.index, err)
		}
		pod, err := decode(sent)
		if err != nil {
			return nil, fmt.Errorf("index %d: %w", q.index, err)
		}
		reviews[i], answers[i].verdicts = q.review(sent), b.standards[q.standard].judge(pod)
	}
	replies, err := b.sparkgate.ask(reviews)
	if err != nil {
		return nil, err
	}
	for i, said := range replies {
		answers[i].difference = difference(answers[i].verdicts, said)
	}
	return answers, nil
}

func difference(verdicts map[string]bool, said reply) string {
	mine, err := ours(said)
	if err != nil {
		return err.Error()
	}
	var words []string
	for _, id := range slices.Sorted(maps.Keys(verdicts)) {
		if refused := slices.Contains(mine, id); refused == verdicts[id] {
			words = append(words, fmt.Sprintf("%s: Kubernetes %s", id, map[bool]string{true: "takes it", false: "refuses it"}[verdicts[id]]))
		}
	}
	for _, id := range mine {
		if _, asked := verdicts[id]; !asked {
			words = append(words, id+": Kubernetes does not ask it")
		}
	}
	return strings.Join(words, ", ")
}

func TestSameVerdictsAndControlsAsKubernetes(t *testing.T) {
	b, seed := theBench(t), setting.Number(t, "SEED", 1)
	from, pods := setting.Range(t, enough)
	var all tally
	began := time.Now()
	for first := from; first < from+pods; first += podsOfABatch {
		var questions []question
		for index := first; index < min(first+podsOfABatch, from+pods); index++ {
			questions = append(questions, b.question(seed, index))
		}
		answers, err := b.ask(questions)
		must(t, err)
		all.add(questions, answers)
	}
	t.Logf("seed %d: %d pods (%d allowed) under %d standards, %.0f pods/s; refused and taken by control:\n%s", seed, all.pods,
		all.allowed, len(b.standards), float64(pods)/time.Since(began).Seconds(), all.text())
	if pods >= enough {
		for _, missing := range all.rare() {
			t.Error(missing)
		}
	}
	for i, kind := range slices.Sorted(maps.Keys(all.failed)) {
		if i == int(setting.Number(t, "SHOW", 12)) {
			t.Fatalf("and %d kinds more", len(all.failed)-i)
		}
		b.show(t, seed, kind, all.failed[kind])
	}
}

func (b *bench) question(seed, index uint64) question {
	random := generate.NewRandom(seed, index, "podSecurity")
	one := question{index: index, standard: random.IntN(len(b.standards)), raw: random.Chance(0.5)}
	one.pod = newTailor(random).pod()
	return one
}

func (b *bench) show(t *testing.T, seed uint64, kind string, failed []question) {
	t.Helper()
	small := b.shrink(failed[0], kind)
	text, err := yaml.Marshal(small.pod)
	must(t, err)
	held := b.standards[small.standard]
	t.Errorf("SPARKGATE_ORACLE_SEED=%d SPARKGATE_ORACLE_INDEX=%d %s\n%d times, such as under %s %s without %v, raw %t:\n%s",
		seed, small.index, kind, len(failed), held.level, held.version, held.except, small.raw, text)
}

// theBench skips when sparkgate is not built.
func theBench(t *testing.T) *bench {
	t.Helper()
	program := filepath.Join(setting.Build(t, "sparkgate"), "sparkgate")
	made, err := standards(generate.NewRandom(setting.Number(t, "SEED", 1), 0, "standards"))
	must(t, err)
	b := &bench{sparkgate{program, t.TempDir()}, made}
	must(t, b.sparkgate.serve(policies(made)))
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
