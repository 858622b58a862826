package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// operatorModule is the Kubeflow operator whose examples are read; tests/e2e/install fetches it.
const operatorModule = "github.com/kubeflow/spark-operator/v2@v2.5.2"

func TestDryRunDecidesAllExamplesOfTheOperator(t *testing.T) {
	paths, err := lab.FindPaths()
	must(t, err)
	examples, err := filepath.Glob(filepath.Join(operatorFolder(t), "examples", "*.yaml"))
	must(t, err)
	if len(examples) != 14 {
		t.Fatalf("the operator has %d examples, not 14", len(examples))
	}
	for _, example := range examples {
		t.Run(filepath.Base(example), func(t *testing.T) { expectDecided(t, paths, example) })
	}
}

// expectDecided: as a person who filled in the places that one of the examples leaves open.
func expectDecided(t *testing.T, paths lab.Paths, example string) {
	t.Helper()
	text, err := os.ReadFile(example)
	must(t, err)
	filled := strings.ReplaceAll(string(text), "{IMAGE_REGISTRY}/{IMAGE_REPOSITORY}", "registry.example.com")
	result, err := lab.Run(within(t, time.Minute), lab.Command{
		Program: paths.Sparkgate, Stdin: strings.NewReader(filled),
		Args: []string{"dry-run", "-p", paths.Policies, "-f", "-", "-o", "json"}})
	must(t, err)
	pods := strings.Count(result.Stdout, `"role":"driver"`) + strings.Count(result.Stdout, `"role":"executor"`)
	if result.Exit != 0 || pods != 2 || strings.Count(result.Stdout, `"allowed":true`) != 2 {
		t.Errorf("dry-run ended with %d:\n%s", result.Exit, result.Output)
	}
}

// operatorFolder is where Go keeps the module.
func operatorFolder(t *testing.T) string {
	t.Helper()
	command := exec.Command("go", "env", "GOMODCACHE")
	command.Dir = os.TempDir() // this module's go.mod may ask for another Go
	cache, err := command.Output()
	must(t, err)
	folder := filepath.Join(strings.TrimSpace(string(cache)), operatorModule)
	if _, err := os.Stat(folder); err != nil {
		t.Skip(&lab.Missing{What: "there is no " + operatorModule, Remedy: lab.Install})
	}
	return folder
}
