package podsecurity

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/core/install" // the defaults of v1
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// decode does as kube-apiserver does: what it does not know is dropped, what is not said gets its default.
func decode(text []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(text, pod); err != nil {
		return nil, err
	}
	legacyscheme.Scheme.Default(pod)
	return pod, nil
}

// namedChecks are Kubernetes' controls, without those excepted; what one refuses comes with its id for the reason.
func namedChecks(except []string) []policy.Check {
	var kept []policy.Check
	for _, check := range policy.DefaultChecks() {
		if slices.Contains(except, string(check.ID)) {
			continue
		}
		check.Versions = slices.Clone(check.Versions)
		for i, version := range check.Versions {
			check.Versions[i].CheckPod = func(metadata *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
				result := version.CheckPod(metadata, spec)
				result.ForbiddenReason = string(check.ID)
				return result
			}
		}
		kept = append(kept, check)
	}
	return kept
}

// A standard is what a namespace may be held to; except is what our rule leaves out.
type standard struct {
	level, version string
	except         []string

	is        api.LevelVersion
	evaluator policy.Evaluator
}

func newStandard(level, version string, except ...string) (*standard, error) {
	checks := namedChecks(except)
	evaluator, err := policy.NewEvaluator(checks, nil)
	if err != nil {
		return nil, err
	}
	parsed, err := api.ParseVersion(version)
	is := api.LevelVersion{Level: api.Level(level), Version: parsed}
	return &standard{level: level, version: version, except: except, is: is, evaluator: evaluator}, err
}

// judge is every control that Kubernetes asks about the pod, and whether it takes the pod.
func (s *standard) judge(pod *corev1.Pod) map[string]bool {
	verdicts := map[string]bool{}
	for _, result := range s.evaluator.EvaluatePod(s.is, &pod.ObjectMeta, &pod.Spec) {
		verdicts[result.ForbiddenReason] = result.Allowed
	}
	return verdicts
}

// inForce are the controls that Kubernetes asks.
func (s *standard) inForce() []string {
	var ids []string
	for id := range s.judge(&corev1.Pod{}) {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
