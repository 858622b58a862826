package trial

import (
	"slices"
	"sort"

	"sparkgate.dev/oracle/generate"
)

// Check holds trials whose policies load and returns what failed in each.
type Check func(*Bench, []*Trial) ([][]Failure, error)

// Shrink takes away from pod and policies all that this kind of failure does not need: the largest cuts are tried
// first, a handful at a time.
func (b *Bench) Shrink(check Check, trial *Trial, kind string) *Trial {
	for range 100 {
		smaller := b.smallest(check, candidates(trial), kind)
		if smaller == nil {
			return trial
		}
		trial = smaller
	}
	return trial
}

func (b *Bench) smallest(check Check, tried []*Trial, kind string) *Trial {
	sort.SliceStable(tried, func(i, j int) bool { return tried[i].size() < tried[j].size() })
	for chunk := range slices.Chunk(tried, 24) {
		if smaller := b.smaller(check, chunk, kind); len(smaller) > 0 {
			return smaller[0]
		}
	}
	return nil
}

// smaller are those of the candidates that still fail so, the smallest first.
func (b *Bench) smaller(check Check, tried []*Trial, kind string) []*Trial {
	held, err := b.Load(tried)
	if err != nil || len(held) == 0 {
		return nil
	}
	failures, err := check(b, held)
	if err != nil {
		return nil
	}
	var failing []*Trial
	for i, trial := range held {
		if slices.ContainsFunc(failures[i], func(f Failure) bool { return f.Kind == kind }) {
			failing = append(failing, trial)
		}
	}
	return failing
}

func (t *Trial) size() int { return len(t.Sent) + len(t.Set.Text()) }

// before: t is the smaller one, or as small and the earlier one.
func (t *Trial) before(other *Trial) bool {
	size, others := t.size(), other.size()
	return size < others || size == others && t.Index < other.Index
}

// candidates are the trial without one thing each.
func candidates(trial *Trial) []*Trial {
	var found []*Trial
	spark := SparkContainer(trial.Pod)
	add := func(pod Object, policies []Object) {
		if SparkContainer(pod) != spark || role(pod) != role(trial.Pod) {
			return // another pod for Spark is no smaller one
		}
		found = append(found, &Trial{Index: trial.Index, Role: trial.Role, Odd: trial.Odd, Pod: pod,
			Set: &Set{Policies: policies}, Sent: generate.Text(pod)})
	}
	for i, policy := range trial.Set.Policies {
		if len(trial.Set.Policies) > 1 {
			add(trial.Pod, slices.Delete(slices.Clone(trial.Set.Policies), i, i+1))
		}
		for _, less := range without(policy) {
			if less["spec"] == nil {
				continue
			}
			policies := slices.Clone(trial.Set.Policies)
			policies[i] = less
			add(trial.Pod, policies)
		}
	}
	for _, less := range without(trial.Pod) {
		add(less, trial.Set.Policies)
	}
	return found
}
