package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

const clusterModeDriver = `
class       spark-driver 100000 Never
scheduler   default-scheduler
nodes       pool In [spark]
labels      cost-center=cc-42
annotations prometheus.io/path=/metrics/executors/prometheus, prometheus.io/port=4040, prometheus.io/scrape=true
tolerations none
container   spark-kubernetes-driver application-logs:/var/log/spark
container   log-shipper application-logs:/var/log/spark
`

const clusterModeExecutor = `
class       spark-executor 50000 PreemptLowerPriority
scheduler   yunikorn
nodes       pool In [spark]
labels      cost-center=cc-42
annotations none
tolerations spot Exists NoSchedule
init        prepare-scratch scratch:/scratch
container   spark-kubernetes-executor scratch:/scratch SCRATCH=/scratch
container   metrics-agent scratch:/scratch
`

func TestClusterModeDriverIsStoredAsThePoliciesSay(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		expectFacts(t, submitted(t, l, s, "stored"), clusterModeDriver)
	})
}

func TestClusterModeExecutorsAreStoredAsThePoliciesSay(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := submitted(t, l, s, "executors")
		must(t, l.PretendToRun(within(t, time.Minute), driver))
		process, err := s.StartClusterDriver(within(t, time.Minute), l, driver)
		must(t, err)
		for _, executor := range executors(t, l, process) {
			expectFacts(t, &executor, clusterModeExecutor)
			expectOwner(t, &executor, driver)
		}
	})
}

func TestServiceThatSparkMadeStillSelectsItsDriver(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := submitted(t, l, s, "selected")
		services, err := l.Admin.CoreV1().Services(lab.Namespace).List(within(t, time.Minute), metav1.ListOptions{})
		must(t, err)
		for _, service := range services.Items {
			if len(service.OwnerReferences) == 1 && service.OwnerReferences[0].UID == driver.UID {
				expectSelected(t, l, &service, driver)
				return
			}
		}
		t.Errorf("%s owns no Service", driver.Name)
	})
}

// eachVersion runs a test for every Spark that tests/e2e/install brings.
func eachVersion(t *testing.T, test func(*testing.T, *lab.Lab, *spark.Spark)) {
	theLab(t)
	ran := false
	for _, version := range spark.Versions {
		t.Run(version, func(t *testing.T) {
			l := theLab(t)
			s := theSpark(t, l, version)
			ran = true
			test(t, l, s)
		})
	}
	if !ran {
		t.Skip("no Spark at all")
	}
}

// submitted is the stored driver pod of a new application in the tests' namespace.
func submitted(t *testing.T, l *lab.Lab, s *spark.Spark, purpose string, conf ...string) *corev1.Pod {
	t.Helper()
	return submittedTo(t, l, s, lab.Namespace, purpose, conf...)
}

func submittedTo(t *testing.T, l *lab.Lab, s *spark.Spark, namespace, purpose string, conf ...string) *corev1.Pod {
	t.Helper()
	name := fmt.Sprintf("%s-%s", purpose, strings.ReplaceAll(s.Version, ".", "-"))
	start := time.Now()
	conf = append(conf, "spark.kubernetes.namespace="+namespace)
	result, err := s.Submit(t.Context(), l, name, lab.GoodImage+":"+s.Version, conf...)
	must(t, err)
	if result.Exit != 0 {
		t.Fatalf("spark-submit ended with %d\n%s", result.Exit, result.Output)
	}
	t.Logf("spark-submit %s took %.1f s", s.Version, time.Since(start).Seconds())
	drivers, err := l.Admin.CoreV1().Pods(namespace).List(within(t, time.Minute), metav1.ListOptions{LabelSelector: "spark-role=driver"})
	must(t, err)
	// By the pod's name: the label spark-app-name is of Spark 3.3 and later.
	others := func(pod corev1.Pod) bool { return !strings.HasPrefix(pod.Name, name+"-") }
	ours := slices.DeleteFunc(drivers.Items, others)
	if len(ours) != 1 {
		t.Fatalf("%d drivers are called %s, not 1", len(ours), name)
	}
	return &ours[0]
}

// executors are both that a driver process makes; then the process is ended.
func executors(t *testing.T, l *lab.Lab, driver *lab.Process) []corev1.Pod {
	t.Helper()
	defer driver.End(0)
	start := time.Now()
	pods, err := l.AwaitPods(within(t, 2*time.Minute), "spark-role=executor", 2, driver)
	must(t, err)
	t.Logf("2 executors after %.1f s", time.Since(start).Seconds())
	return pods
}

func expectOwner(t *testing.T, executor, driver *corev1.Pod) {
	t.Helper()
	owners := executor.OwnerReferences
	if len(owners) != 1 || owners[0].UID != driver.UID {
		t.Errorf("%s is owned by %v, not by %s %s", executor.Name, owners, driver.Name, driver.UID)
	}
}

// expectSelected asks the API server, as the endpoints controller would.
func expectSelected(t *testing.T, l *lab.Lab, service *corev1.Service, pod *corev1.Pod) {
	t.Helper()
	selector := labels.SelectorFromSet(service.Spec.Selector).String()
	found, err := l.Pods(within(t, time.Minute), selector)
	must(t, err)
	if len(found) != 1 || found[0].UID != pod.UID {
		t.Errorf("Service %s (%s) selects %d pods, not only %s", service.Name, selector, len(found), pod.Name)
	}
}
