package e2e

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// What the pod says about itself stays (class, scheduler); what policies insist on is added, and nodes must
// fulfil both.
const clientModeDriver = `
class       routine 1000 PreemptLowerPriority
scheduler   volcano
nodes       pool In [spark] and type In [compute]
labels      app-name=pyspark-pi-routine, cost-center=cc-42
annotations prometheus.io/path=/metrics/executors/prometheus, prometheus.io/port=4040, prometheus.io/scrape=true
tolerations none
container   pyspark-pi application-logs:/var/log/spark
container   log-shipper application-logs:/var/log/spark
`

const clientModeExecutor = `
class       routine 1000 PreemptLowerPriority
scheduler   volcano
nodes       pool In [spark] and type In [compute]
labels      app-name=spark-routine, cost-center=cc-42
annotations none
tolerations spot Exists NoSchedule
init        prepare-scratch scratch:/scratch
container   spark-kubernetes-executor scratch:/scratch SCRATCH=/scratch
container   metrics-agent scratch:/scratch
`

func TestClientModeDriverAndItsExecutorsAreStoredAsThePoliciesSay(t *testing.T) {
	l := theLab(t)
	s := theSpark(t, l, spark.Versions[0])
	driver := createdByJane(t, l, "testdata/client-mode-driver.yaml", "pyspark-pi-routine-driver")
	expectFacts(t, driver, clientModeDriver)

	process, err := s.StartClientDriver(within(t, time.Minute), l, driver, "/spark-conf")
	must(t, err)
	for _, executor := range executors(t, l, process) {
		expectFacts(t, &executor, clientModeExecutor)
		expectOwner(t, &executor, driver)
	}
}

func TestExecutorsOfAClientModeDriverThatAsksForNothingGetTheDefaults(t *testing.T) {
	l := theLab(t)
	s := theSpark(t, l, spark.Versions[len(spark.Versions)-1])
	driver := createdByJane(t, l, "testdata/plain-client-mode-driver.yaml", "pyspark-pi-plain-driver")

	process, err := s.StartClientDriver(within(t, time.Minute), l, driver, "/spark-conf")
	must(t, err)
	for _, executor := range executors(t, l, process) {
		expectFacts(t, &executor, clusterModeExecutor)
	}
}

func TestServiceOfAHandMadeDriverStillSelectsIt(t *testing.T) {
	l := theLab(t)
	driver := createdByJane(t, l, "testdata/client-mode-driver.yaml", "pyspark-pi-routine-driver")
	service, err := l.Admin.CoreV1().Services(lab.Namespace).
		Get(within(t, time.Minute), "pyspark-pi-routine-driver-svc", metav1.GetOptions{})
	must(t, err)
	expectSelected(t, l, service, driver)
}

// createdByJane is the stored pod out of a manifest.
func createdByJane(t *testing.T, l *lab.Lab, manifest, pod string) *corev1.Pod {
	t.Helper()
	_, err := l.KubectlAs(within(t, time.Minute), "jane", "", "create", "--filename="+manifest)
	must(t, err)
	stored, err := l.Admin.CoreV1().Pods(lab.Namespace).Get(within(t, time.Minute), pod, metav1.GetOptions{})
	must(t, err)
	return stored
}
