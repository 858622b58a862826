package e2e

import (
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// The driver does not tell Spark its own name: only its token says whose executors they are.
func TestExecutorsWithoutOwnerAreAdoptedByTheirDriver(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := createdByJane(t, l, "testdata/plain-client-mode-driver.yaml", "pyspark-pi-plain-driver")
		process, err := s.StartClientDriver(within(t, time.Minute), l, driver, "/spark-conf")
		must(t, err)
		for _, executor := range executors(t, l, process) {
			expectOwner(t, &executor, driver)
			if owners := executor.OwnerReferences; len(owners) == 1 && (owners[0].Controller == nil || !*owners[0].Controller) {
				t.Errorf("%s has an owner that is no controller: %v", executor.Name, owners[0])
			}
		}
	})
}
