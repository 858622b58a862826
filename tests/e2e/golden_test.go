package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"sparkgate.dev/e2e/lab"
)

// The golden cases, pods made by hand among them, each with its own policies: what we answer applies and makes pods
// that Kubernetes' own code takes.
func TestGoldenCasesAreAnsweredAsKubernetesTakesIt(t *testing.T) {
	paths, err := lab.FindPaths()
	must(t, err)
	skipWhenMissing(t, paths.Need())
	files, err := filepath.Glob("../cases/*/review.json")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("there are no golden cases")
	}
	var cases []oracleCase
	for _, file := range files {
		folder := filepath.Dir(file)
		text, err := os.ReadFile(file)
		must(t, err)
		one := []oracleCase{{Name: filepath.Base(folder), Review: text}}
		cases = append(cases, decided(t, paths, filepath.Join(folder, "policies"), one)...)
	}
	judged(t, paths, cases, "-validate")
}
