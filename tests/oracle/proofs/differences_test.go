package proofs

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/setting"
	"sparkgate.dev/oracle/trial"
)

// A difference from Kubernetes' merge that is there on purpose (webhook/decision/pod_type_table.cc): pods and policies
// that speak of little else, and what has to come of them.
type difference struct {
	spec, container []string // members of a PodSpec and of the Spark container
	affinity        []string // lists and selectors below spec.affinity, as nodeAffinity.required…
	holds           func(l *lawyer, pod, policy, result object)
	bites           []string // what has to be found wrong, at least once, in Kubernetes' own merge
}

// bites are kinds of failure that were found in Kubernetes' own merge.
type bites struct {
	mutex sync.Mutex
	found map[string]bool
}

func (b *bites) add(kind string) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.found[kind] = true
}

const (
	required  = "requiredDuringSchedulingIgnoredDuringExecution"
	preferred = "preferredDuringSchedulingIgnoredDuringExecution"
)

func TestDifferencesFromKubernetes(t *testing.T) {
	for name, one := range map[string]difference{
		"sets are united": {
			spec: []string{"tolerations", "hostAliases", "readinessGates"}, container: []string{"envFrom"},
			affinity: []string{"nodeAffinity." + preferred, "podAffinity." + required, "podAffinity." + preferred,
				"podAntiAffinity." + required, "podAntiAffinity." + preferred},
			holds: unionsHold, bites: unions},
		"constraints and ports have two keys": {
			spec: []string{"topologySpreadConstraints"}, container: []string{"ports"}, holds: twoKeysHold, bites: twoKeys},
		"variables and profiles are units": {
			spec: []string{"securityContext"}, container: []string{"env", "securityContext"}, holds: unitsHold,
			bites: []string{"variable", "seccompProfile", "appArmorProfile"}},
		"alternatives exclude each other": {
			spec:      []string{"volumes", "resourceClaims"},
			container: []string{"livenessProbe", "readinessProbe", "env", "lifecycle"}, holds: alternativesHold,
			bites: []string{".volumes[]", ".livenessProbe", ".readinessProbe", ".postStart", ".valueFrom", ".resourceClaims[]"}},
		"required node affinity is both": {
			affinity: []string{"nodeAffinity." + required}, holds: nodesMatchBoth,
			bites: []string{"matches both: false, the result: true"}},
	} {
		t.Run(name, func(t *testing.T) {
			bitten := &bites{found: map[string]bool{}}
			prove(t, one.proof(bitten))
			if os.Getenv("SPARKGATE_ORACLE_INDEX") != "" || setting.Number(t, "PAIRS", smallSample) < smallSample {
				return // too few to tell
			}
			l := slices.Collect(maps.Keys(bitten.found))
			for _, name := range one.bites {
				if !slices.ContainsFunc(l, func(kind string) bool { return strings.Contains(kind, name) }) {
					t.Errorf("the plain merge of Kubernetes was never found wrong about %s: this proves nothing; found: %q", name, l)
				}
			}
		})
	}
}

func (d difference) proof(bitten *bites) proof {
	return proof{
		share: 10,
		set: func(_ *trial.Bench, m generate.Maker, _ uint64) *trial.Set {
			fragment := object{"spec": object{"containers": []any{object{"name": "$spark"}}}}
			d.say(m, fragment)
			return override(fragment)
		},
		pod: func(bench *trial.Bench, m generate.Maker, one *trial.Trial) {
			one.Role = generate.Pick(m.Random, generate.Roles...)
			one.Pod = trial.PlainPod(one.Role)
			d.say(m, one.Pod)
			bench.SoundPod(one)
		},
		check: func(bench *trial.Bench, trials []*trial.Trial) ([][]trial.Failure, error) {
			return merged(bench, trials, func(m *merging) { d.judge(m, bitten) })
		},
	}
}

func (d difference) say(m generate.Maker, pod object) {
	m.Say = max(m.Say, 0.2)
	spec := child(pod, "spec")
	m.Focus(spec, reflect.TypeFor[corev1.PodSpec](), d.spec...)
	for _, path := range d.affinity {
		m.FocusPath(spec, "affinity."+path)
	}
	container := objects(spec["containers"])[0]
	m.Focus(container, reflect.TypeFor[corev1.Container](), d.container...)
	delete(child(container, "lifecycle"), "preStop") // an executor keeps its own
	delete(child(container, "readinessProbe"), "terminationGracePeriodSeconds")
}

// judge asks whether it holds; a trial with warnings is not for this proof. What Kubernetes makes of the same has to
// be found wrong now and then, else pods and policies never meet: that is noted.
func (d difference) judge(m *merging, bitten *bites) {
	if len(m.warnings) > 0 || !m.trial.Valid {
		return
	}
	policy := trial.Named(overrideOf(m.trial.Set), m.sent)
	d.holds(m.law, m.sent, policy, m.ours)
	if theirs, err := kube.Merge(generate.Copy(m.sent), generate.Copy(policy)); err == nil {
		other := &lawyer{}
		d.holds(other, m.sent, policy, theirs)
		for _, failure := range other.failures {
			bitten.add(failure.Kind)
		}
	}
}
