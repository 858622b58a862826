package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// A line for and a line from tests/oracle: see its main.go.
type oracleCase struct {
	Name     string          `json:"name"`
	Review   json.RawMessage `json:"review"`
	Mutate   json.RawMessage `json:"mutate"`
	Validate json.RawMessage `json:"validate"`
}

type oracleFinding struct {
	Name, Verdict, Error string
	Operations           int
	Review               json.RawMessage
}

// The pods that real tools sent, decided by the command line and judged by Kubernetes' own code: patches apply, the
// pods they make are valid, and deciding on them again changes nothing. With these tests' policies and the shipped.
func TestRecordedReviewsAreAnsweredAsKubernetesTakesIt(t *testing.T) {
	paths, err := lab.FindPaths()
	must(t, err)
	skipWhenMissing(t, paths.Need())
	for name, policies := range map[string]string{"of these tests": paths.Policies, "shipped": paths.Shipped} {
		t.Run(name, func(t *testing.T) {
			changed := 0
			var again []oracleCase
			for _, finding := range judged(t, paths, decided(t, paths, policies, recorded(t)), "-validate") {
				if finding.Operations > 0 {
					changed++
				}
				if finding.Verdict == "allowed" {
					again = append(again, oracleCase{Name: finding.Name, Review: finding.Review})
				}
			}
			if changed == 0 {
				t.Error("no recorded pod was changed")
			}
			judged(t, paths, decided(t, paths, policies, again), "-validate", "-unchanged")
		})
	}
}

// recorded are the reviews in tests/recordings.
func recorded(t *testing.T) []oracleCase {
	t.Helper()
	files, err := filepath.Glob("../recordings/*.json")
	must(t, err)
	var cases []oracleCase
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		cases = append(cases, oracleCase{Name: filepath.Base(file), Review: text})
	}
	if len(cases) == 0 {
		t.Fatal("there are no recorded reviews")
	}
	return cases
}

// decided asks `sparkgate dry-run` what both doors answer.
func decided(t *testing.T, paths lab.Paths, policies string, cases []oracleCase) []oracleCase {
	t.Helper()
	for i := range cases {
		result, err := lab.Run(within(t, time.Minute), lab.Command{
			Program: paths.Sparkgate,
			Args:    []string{"dry-run", "-p", policies, "-f", "-", "-o", "review"},
			Stdin:   bytes.NewReader(cases[i].Review),
		})
		must(t, err)
		lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
		if len(lines) != 2 || result.Exit > 1 {
			t.Fatalf("%s: dry-run ended with %d and printed\n%s", cases[i].Name, result.Exit, result.Output)
		}
		cases[i].Mutate, cases[i].Validate = json.RawMessage(lines[0]), json.RawMessage(lines[1])
	}
	return cases
}

// judged is what the oracle found, a finding for each case; failures are the test's.
func judged(t *testing.T, paths lab.Paths, cases []oracleCase, flags ...string) []oracleFinding {
	t.Helper()
	oracle, err := paths.Tool("oracle")
	skipWhenMissing(t, err)
	var input bytes.Buffer
	for _, one := range cases {
		must(t, json.NewEncoder(&input).Encode(one))
	}
	result, err := lab.Run(within(t, time.Minute), lab.Command{Program: oracle, Args: flags, Stdin: &input})
	must(t, err)
	var findings []oracleFinding
	for out := json.NewDecoder(strings.NewReader(result.Stdout)); out.More(); {
		var finding oracleFinding
		must(t, out.Decode(&finding))
		if finding.Verdict == "failed" {
			t.Errorf("%s: %s", finding.Name, finding.Error)
		}
		findings = append(findings, finding)
	}
	if len(findings) != len(cases) || result.Exit == 2 {
		t.Fatalf("the oracle judged %d of %d cases: %s", len(findings), len(cases), result.Output)
	}
	return findings
}
