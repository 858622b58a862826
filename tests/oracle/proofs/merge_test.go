package proofs

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

// An override is merged as Kubernetes merges a strategic merge patch, but for the differences that are written down:
// see translated. Where Kubernetes would refuse the merged pod, ours may leave something out, with a warning.
func TestOverridesMergeAsKubernetesMerges(t *testing.T) {
	prove(t, proof{
		set: func(bench *trial.Bench, m generate.Maker, _ uint64) *trial.Set {
			return override(mergeable(bench, m))
		},
		pod:   soundPod,
		check: checkMerge,
	})
}

// directives: fragments may say $patch, null, $retainKeys and $setElementOrder.
const directives = true

// mergeable is a fragment that keeps away from what is never touched and from required node affinity.
func mergeable(bench *trial.Bench, m generate.Maker) object {
	fragment := m.Fragment("executor")
	if m.Chance(0.9) {
		bench.Sound("executor", fragment)
	}
	if labels := child(child(fragment, "metadata"), "labels"); labels != nil {
		for name := range generate.Copy(labels) {
			labels["policy."+name] = labels[name]
			delete(labels, name)
		}
	}
	if directives && m.Chance(0.4) {
		m.Direct(fragment)
	}
	delete(child(child(child(fragment, "spec"), "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution")
	spec := child(fragment, "spec")
	delete(spec, "hostname") // a driver keeps its own
	delete(spec, "subdomain")
	for _, port := range objects(named(spec["containers"], "$spark")["ports"]) {
		delete(port, "name")
	}
	return fragment
}

// override is a set of one policy that overrides by this.
func override(fragment object) *trial.Set {
	return &trial.Set{Policies: []object{{"apiVersion": "sparkgate.dev/v1", "kind": "SparkPolicy",
		"spec": object{"overrides": object{"both": fragment}}}}}
}

func overrideOf(set *trial.Set) object {
	return child(child(child(set.Policies[0], "spec"), "overrides"), "both")
}

func soundPod(bench *trial.Bench, m generate.Maker, one *trial.Trial) {
	one.Role = generate.Pick(m.Random, generate.Roles...)
	one.Pod = m.Pod(one.Role)
	bench.SoundPod(one)
}

func checkMerge(bench *trial.Bench, trials []*trial.Trial) ([][]trial.Failure, error) {
	return merged(bench, trials, func(m *merging) { m.compare(bench) })
}

// merged asks what comes of the pods, and judges each.
func merged(bench *trial.Bench, trials []*trial.Trial, judge func(*merging)) ([][]trial.Failure, error) {
	var reviews [][]byte
	for _, one := range trials {
		reviews = append(reviews, one.Review(one.Sent))
	}
	answers, err := bench.Gate.Answers(gate.Mutate, reviews)
	if err != nil {
		return nil, err
	}
	failures := make([][]trial.Failure, len(trials))
	for i, one := range trials {
		merge := &merging{trial: one, law: lawyerFor(one.Set)}
		if err := json.Unmarshal(one.Sent, &merge.sent); err != nil {
			return nil, err
		}
		answer, pod, err := follow(one, answers[i])
		if err != nil {
			failures[i] = failed("", err)
			continue
		}
		if err := json.Unmarshal(pod, &merge.ours); err != nil {
			return nil, fmt.Errorf("%.300s: %w", pod, err)
		}
		merge.warnings = answer.Warnings
		judge(merge)
		failures[i] = merge.law.failures
	}
	return failures, nil
}

// onPurpose: what Spark's own hook and a pod with resources as a whole need stays, though Kubernetes would take more.
func onPurpose(warning string) bool {
	return strings.Contains(warning, "stays as it is: Spark") || strings.HasSuffix(warning, " as a whole")
}

type merging struct {
	trial      *trial.Trial
	sent, ours object
	warnings   []string
	law        *lawyer
}

func (m *merging) compare(bench *trial.Bench) {
	fragment := trial.Named(overrideOf(m.trial.Set), m.sent)
	theirs, err := kube.Merge(generate.Copy(m.sent), translated(fragment, m.sent))
	if err != nil {
		m.law.check(false, "Kubernetes does not merge: "+err.Error())
		return
	}
	m.expectOrder(fragment)
	if len(m.warnings) > 0 {
		if m.trial.Valid && !onPurpose(m.warnings[0]) && accepted(bench, theirs) {
			m.law.check(false, "left out what Kubernetes takes: "+after(m.warnings[0], ": "), m.warnings[0])
		}
		return
	}
	m.expectClass(theirs)
	m.forgetProvenance()
	sorted(m.ours) // what the API server fills in does not depend on the order
	sorted(theirs)
	expected, err := stored(bench, theirs)
	if err != nil {
		return // nor would ours be taken
	}
	ours, err := stored(bench, m.ours)
	if err != nil {
		m.law.check(false, "ours is not taken: "+err.Error())
		return
	}
	if reflect.DeepEqual(ours, expected) {
		return // nor does their text, which takes longer
	}
	if at, how := firstDifference(canonical(ours), canonical(expected), ""); at != "" {
		m.law.check(false, "differs at "+at, how)
	}
}

// forgetProvenance takes off what we write on a pod that we changed.
func (m *merging) forgetProvenance() {
	metadata := child(m.ours, "metadata")
	annotations := child(metadata, "annotations")
	if delete(annotations, "sparkgate.dev/applied"); len(annotations) == 0 {
		delete(metadata, "annotations")
	}
}

// expectOrder: what was there keeps its order, unless the policy gives one.
func (m *merging) expectOrder(fragment object) {
	m.law.order(m.sent, m.ours, "")
	order := child(fragment, "spec")["$setElementOrder/containers"]
	at := -1
	for _, item := range objects(order) {
		next := slices.IndexFunc(objects(child(m.ours, "spec")["containers"]), func(one object) bool { return one["name"] == item["name"] })
		m.law.check(next < 0 || next > at, "not in the order that the policy gives", order)
		at = max(at, next)
	}
}

// computed is what the API server computes from a class.
var computed = map[string]string{"priority": "priorityClassName", "preemptionPolicy": "priorityClassName",
	"overhead": "runtimeClassName"}

// expectClass: with another class goes what the API server computed from the one before; else it stays.
func (m *merging) expectClass(theirs object) {
	was, is, ours := child(m.sent, "spec"), child(theirs, "spec"), child(m.ours, "spec")
	for name, class := range computed {
		if is[class] == was[class] {
			m.law.check(reflect.DeepEqual(ours[name], was[name]), name+" changed without need", ours[name])
		} else {
			m.law.check(ours[name] == nil, name+" stands beside another "+class, ours[name])
			delete(is, name)
		}
	}
}

func accepted(bench *trial.Bench, pod object) bool {
	text := generate.Text(pod)
	decoded, err := kube.DecodePod(text)
	if err != nil {
		return false
	}
	decoded.Spec.Priority, decoded.Spec.PreemptionPolicy = nil, nil
	arrived, err := bench.Server.Arrive(decoded)
	return err == nil && kube.ValidateCreate(arrived, kube.Namespace) == nil
}

// after is what stands behind the first `mark`.
func after(text, mark string) string {
	_, rest, found := strings.Cut(text, mark)
	if !found {
		return text
	}
	return rest
}
