package podsecurity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/pod-security-admission/policy"

	"sparkgate.dev/oracle/generate"
)

// A tally counts what Kubernetes' controls said, and keeps the questions about which we differ, by difference.
type tally struct {
	pods, allowed int
	seen          map[string]map[bool]int // by control: refused and taken
	failed        map[string][]question
}

func (a *tally) add(questions []question, answers []answer) {
	if a.seen == nil {
		a.seen, a.failed = map[string]map[bool]int{}, map[string][]question{}
		for _, check := range policy.DefaultChecks() {
			a.seen[string(check.ID)] = map[bool]int{}
		}
	}
	for i, one := range answers {
		a.pods++
		refused := false
		for id, taken := range one.verdicts {
			a.seen[id][taken]++
			refused = refused || !taken
		}
		if !refused {
			a.allowed++
		}
		if one.difference != "" {
			a.failed[one.difference] = append(a.failed[one.difference], questions[i])
		}
	}
}

func (a *tally) text() string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(a.seen)) {
		lines = append(lines, fmt.Sprintf("%7d %7d %s", a.seen[id][false], a.seen[id][true], id))
	}
	return strings.Join(lines, "\n")
}

// rare are controls that had too little to say to prove anything.
func (a *tally) rare() []string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(a.seen)) {
		if refused, taken := a.seen[id][false], a.seen[id][true]; min(refused, taken) < leastSeen {
			lines = append(lines, fmt.Sprintf("%s refuses %d pods and takes %d: that proves little", id, refused, taken))
		}
	}
	return lines
}

// shrink takes away from a pod what the difference does not need, the largest piece first.
func (b *bench) shrink(failing question, kind string) question {
	for range 200 {
		var smaller []question
		for _, pod := range without(failing.pod) {
			one := failing
			one.pod = pod
			smaller = append(smaller, one)
		}
		answers, err := b.ask(smaller)
		if err != nil {
			return failing
		}
		size := len(generate.Text(failing.pod))
		before := size
		for i, one := range answers {
			if now := len(generate.Text(smaller[i].pod)); one.difference == kind && now < size {
				failing, size = smaller[i], now
			}
		}
		if size == before {
			return failing
		}
	}
	return failing
}

// without are copies that lack one member or one item of a list each.
func without(pod object) []object {
	var found []object
	for cut := 0; ; cut++ {
		copied, left := generate.Copy(pod), cut
		if !cutOne(copied, &left) {
			return found
		}
		found = append(found, copied)
	}
}

// cutOne makes cut number *left in the order of a walk.
func cutOne(value any, left *int) bool {
	in, _ := value.(object)
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if *left--; *left < 0 {
			delete(in, name)
			return true
		}
		list, _ := in[name].([]any)
		for i := range list {
			if *left--; *left < 0 {
				in[name] = slices.Delete(list, i, i+1)
				return true
			}
			if cutOne(list[i], left) {
				return true
			}
		}
		if cutOne(in[name], left) {
			return true
		}
	}
	return false
}
