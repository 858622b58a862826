package e2e

import (
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// urgent is what a driver says to be matched by policies/urgent.yaml.
const urgent = "spark.kubernetes.driver.label.lane=urgent"

func TestAPriorityClassReplacesNone(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		expectUrgent(t, submitted(t, l, s, "no-class", urgent))
	})
}

// The value and preemption policy of the user's class are in the pod when we are asked, and would refuse it.
func TestAPriorityClassReplacesAnother(t *testing.T) {
	template, err := filepath.Abs("testdata/routine.template.yaml")
	must(t, err)
	routine := "spark.kubernetes.driver.podTemplateFile=" + template
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		expectClass(t, submitted(t, l, s, "keeps-class", routine), "routine", 1000, corev1.PreemptLowerPriority)
		expectUrgent(t, submitted(t, l, s, "other-class", routine, urgent))
	})
}

func expectUrgent(t *testing.T, pod *corev1.Pod) {
	t.Helper()
	expectClass(t, pod, "spark-urgent", 200000, corev1.PreemptNever)
}

// expectClass: all three are the class's own.
func expectClass(t *testing.T, pod *corev1.Pod, class string, value int32, preemption corev1.PreemptionPolicy) {
	t.Helper()
	spec := &pod.Spec
	if spec.PriorityClassName != class || *spec.Priority != value || *spec.PreemptionPolicy != preemption {
		t.Errorf("%s is stored with class %q %d %s, not %q %d %s", pod.Name,
			spec.PriorityClassName, *spec.Priority, *spec.PreemptionPolicy, class, value, preemption)
	}
}
