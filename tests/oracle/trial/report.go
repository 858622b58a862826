package trial

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

// Report counts failures by kind and keeps the smallest trial of each, in whatever order they come.
type Report struct {
	Tried, NotLoaded int
	kinds            map[string]*kind
	mistakes         map[string]int
}

type kind struct {
	count  int
	detail string
	trial  *Trial
}

// Add notes the failures of one trial.
func (r *Report) Add(trial *Trial, failures []Failure) {
	if r.kinds == nil {
		r.kinds = map[string]*kind{}
	}
	for _, failure := range failures {
		found := r.kinds[failure.Kind]
		if found == nil {
			found = &kind{detail: failure.Detail, trial: trial}
			r.kinds[failure.Kind] = found
		}
		if found.count++; trial.before(found.trial) {
			found.trial, found.detail = trial, failure.Detail
		}
	}
}

// Refuse notes trials that could not be held: their policies do not load.
func (r *Report) Refuse(trials []*Trial) {
	if r.mistakes == nil {
		r.mistakes = map[string]int{}
	}
	for _, trial := range trials {
		if len(trial.Set.Mistakes) > 0 {
			r.NotLoaded++
			r.mistakes[Normalised(trial.Set.Mistakes[0])]++
		}
	}
}

// Mistakes are the most frequent reasons why policies did not load.
func (r *Report) Mistakes(most int) []string {
	var said []string
	for mistake, count := range r.mistakes {
		said = append(said, fmt.Sprintf("%6d %s", count, mistake))
	}
	sort.Sort(sort.Reverse(sort.StringSlice(said)))
	return said[:min(most, len(said))]
}

// Kinds are those that were found, the most frequent first.
func (r *Report) Kinds() []string {
	names := []string{}
	for name := range r.kinds {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := r.kinds[names[i]], r.kinds[names[j]]
		return a.count > b.count || a.count == b.count && names[i] < names[j]
	})
	return names
}

// Text tells about a kind, with its smallest trial made smaller still.
func (r *Report) Text(name string, seed uint64, shrink func(*Trial, string) *Trial) string {
	kind := r.kinds[name]
	small := shrink(kind.trial, name)
	var text strings.Builder
	fmt.Fprintf(&text, "SPARKGATE_ORACLE_SEED=%d SPARKGATE_ORACLE_INDEX=%d %s\n%d times, such as: %.600s\n",
		seed, kind.trial.Index, name, kind.count, kind.detail)
	for _, policy := range small.Set.Policies {
		fmt.Fprintf(&text, "--- # policy\n%s", asYAML(policy))
	}
	fmt.Fprintf(&text, "--- # pod\n%s", asYAML(small.Pod))
	return text.String()
}

func asYAML(object Object) []byte {
	text, err := yaml.Marshal(object)
	if err != nil {
		panic(err) // Objects hold what JSON can say
	}
	return text
}

var (
	quoted  = regexp.MustCompile(`"(\\.|[^"\\])*"`)
	numbers = regexp.MustCompile(`[0-9]+(\.[0-9]+)?([EPTGMk]i?|Ki|m)?\b`)
)

// Normalised is a message without what changes from trial to trial.
func Normalised(message string) string {
	return numbers.ReplaceAllString(quoted.ReplaceAllString(message, `"…"`), "N")
}
