package values

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sparkgate.dev/oracle/gate"
)

const policiesOfAFile = 100 // of those that load: mistakes are told from each other by their files

// An answer is what sparkgate makes of a trial.
type answer struct {
	mistakes []string // for which the policy does not load
	broken   []string // rules, with their messages, sorted
	patched  bool
	died     string
}

// ask loads the policies, each for a namespace of its own, and asks both doors about the pods of those that load.
func ask(door *gate.Gate, trials []trial) ([]answer, error) {
	files := gate.Policies{}
	for i, one := range trials {
		files[file(i)] = one.policy(i)
	}
	mistakes, err := door.Check(files)
	if err != nil {
		return nil, err
	}
	answers, sound := make([]answer, len(trials)), gate.Policies{}
	for i := range trials {
		if answers[i].mistakes = mistakes[file(i)]; len(answers[i].mistakes) == 0 {
			together := file(i / policiesOfAFile)
			sound[together] = fmt.Appendf(sound[together], "---\n%s\n", files[file(i)])
		}
	}
	if err := door.Serve(sound); err != nil {
		return nil, err
	}
	for _, path := range []string{gate.Validate, gate.Mutate} {
		if err := askAt(door, path, trials, answers); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func askAt(door *gate.Gate, path string, trials []trial, answers []answer) error {
	var asked []int
	var reviews [][]byte
	for i, one := range trials {
		if len(answers[i].mistakes) == 0 {
			asked, reviews = append(asked, i), append(reviews, one.review(i))
		}
	}
	replies, err := door.Answers(path, reviews)
	if err != nil {
		return err
	}
	for n, i := range asked {
		if err := answers[i].read(replies[n]); err != nil {
			return fmt.Errorf("index %d: %w", trials[i].index, err)
		}
	}
	return nil
}

func (a *answer) read(reply []byte) error {
	if strings.HasPrefix(string(reply), gate.Death) {
		a.died = string(reply)
		return nil
	}
	var review struct {
		Response struct {
			Allowed bool
			Patch   []byte
			Status  struct {
				Details struct {
					Causes []struct{ Reason, Message string }
				}
			}
		}
	}
	if err := json.Unmarshal(reply, &review); err != nil {
		return fmt.Errorf("%.300s: %w", reply, err)
	}
	said := review.Response
	if causes := said.Status.Details.Causes; said.Allowed != (len(causes) == 0) {
		return fmt.Errorf("allowed is %t with %d causes: %.300s", said.Allowed, len(causes), reply)
	}
	for _, cause := range said.Status.Details.Causes {
		a.broken = append(a.broken, cause.Reason+": "+cause.Message)
	}
	slices.Sort(a.broken)
	a.patched = a.patched || len(said.Patch) > 0
	return nil
}

// difference is in what an answer is not what has to come of the trial, the same words for the same sort.
func difference(wanted trial, said answer) string {
	if said.died != "" {
		return said.died
	}
	if len(said.mistakes) > 0 || wanted.refused != "" {
		if wanted.refused == "" {
			return "the policy does not load"
		}
		named := func(mistake string) bool { return strings.Contains(mistake, wanted.refused) }
		if len(said.mistakes) == 0 || !slices.ContainsFunc(said.mistakes, named) {
			return "the policy loads, or does not load for another reason than " + wanted.refused
		}
		return ""
	}
	if !slices.Equal(said.broken, wanted.broken) {
		return rules("must break", wanted.broken, said.broken) + rules("breaks", said.broken, wanted.broken)
	}
	if said.patched != wanted.patched {
		return fmt.Sprintf("patched is %t", said.patched)
	}
	return ""
}

// rules are those in `these` and not in `others`: their names.
func rules(words string, these, others []string) string {
	for _, one := range these {
		if name, _, _ := strings.Cut(one, ":"); !slices.Contains(others, one) {
			words += " " + name
		}
	}
	return words + ". "
}
