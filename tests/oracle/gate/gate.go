// Package gate asks the command line under test what it makes of pods.
package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Gate is a built sparkgate. Home is a folder for what it reads; one at a time may use it.
type Gate struct{ Program, Home string }

// Reply is a line of `dry-run -o json`.
type Reply struct {
	Error      *string         `json:"error"`
	Role       *string         `json:"role"`
	Patch      json.RawMessage `json:"patch"`
	Provenance []Provenance    `json:"provenance"`
	Warnings   []string        `json:"warnings"`
	Pod        json.RawMessage `json:"pod"`
}

// Death is what an answer is instead when the process died of the review. Its text begins with that word.
const Death = "sparkgate died: "

// Provenance says who asked for an operation.
type Provenance struct {
	Policy string `json:"policy"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// Policies are files by name.
type Policies map[string][]byte

// Write makes them the policy directory and returns what does not load: messages by file.
func (g Gate) Write(policies Policies) (map[string][]string, error) {
	folder := g.folder()
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for name, content := range policies {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return nil, err
		}
	}
	return g.check()
}

func (g Gate) folder() string { return filepath.Join(g.Home, "policies") }

func (g Gate) check() (map[string][]string, error) {
	output, err := g.run("check", "-o", "json", g.folder())
	if err != nil {
		return nil, err
	}
	var issues []struct{ File, Severity, Message string }
	if err := json.Unmarshal(output, &issues); err != nil {
		return nil, fmt.Errorf("sparkgate check printed %.300s: %w", output, err)
	}
	mistakes := map[string][]string{}
	for _, issue := range issues {
		if issue.Severity == "error" {
			file := filepath.Base(issue.File)
			mistakes[file] = append(mistakes[file], issue.Message)
		}
	}
	return mistakes, nil
}

// Ask is what `dry-run -o json` says about each review, and whether the stored pod is wanted, too.
func (g Gate) Ask(reviews [][]byte, showPod bool) ([]Reply, error) {
	arguments := []string{"-o", "json"}
	if showPod {
		arguments = append(arguments, "--show-pod")
	}
	lines, err := g.dryRun(reviews, 1, arguments...)
	if err != nil {
		return nil, err
	}
	replies := make([]Reply, len(lines))
	for i, line := range lines {
		if bytes.HasPrefix(line, []byte(Death)) {
			text := string(line)
			replies[i].Error = &text
		} else if err := json.Unmarshal(line, &replies[i]); err != nil {
			return nil, fmt.Errorf("line %d, %.300s: %w", i+1, line, err)
		}
	}
	return replies, nil
}

// Answers are what the server would answer at its mutating door, byte for byte.
func (g Gate) Answers(reviews [][]byte) ([][]byte, error) {
	lines, err := g.dryRun(reviews, 2, "-o", "review")
	if err != nil {
		return nil, err
	}
	answers := make([][]byte, len(reviews))
	for i := range answers {
		answers[i] = lines[2*i]
	}
	return answers, nil
}

// dryRun is the lines of output, `each` for a review. Where the process dies, the reviews are asked about one by one.
func (g Gate) dryRun(reviews [][]byte, each int, arguments ...string) ([][]byte, error) {
	lines, err := g.ask(reviews, arguments...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Exited() {
		if err == nil && len(lines) != each*len(reviews) {
			err = fmt.Errorf("%d lines for %d reviews: %.300s", len(lines), len(reviews), bytes.Join(lines, nil))
		}
		return lines, err
	}
	if len(reviews) == 1 {
		return slices.Repeat([][]byte{[]byte(Death + err.Error())}, each), nil
	}
	half := len(reviews) / 2
	first, err := g.dryRun(reviews[:half], each, arguments...)
	if err != nil {
		return nil, err
	}
	second, err := g.dryRun(reviews[half:], each, arguments...)
	return append(first, second...), err
}

func (g Gate) ask(reviews [][]byte, arguments ...string) ([][]byte, error) {
	var list bytes.Buffer
	list.WriteString(`{"apiVersion":"v1","kind":"List","items":[`)
	list.Write(bytes.Join(reviews, []byte(",")))
	list.WriteString(`]}`)
	file := filepath.Join(g.Home, "reviews.json")
	if err := os.WriteFile(file, list.Bytes(), 0o644); err != nil {
		return nil, err
	}
	output, err := g.run(append([]string{"dry-run", "-p", g.folder(), "-f", file}, arguments...)...)
	if err != nil {
		return nil, err
	}
	return bytes.Split(bytes.TrimSpace(output), []byte("\n")), nil
}

// run fails on a signal, and on silence with a bad exit code: findings and mistakes are talked about.
func (g Gate) run(arguments ...string) ([]byte, error) {
	command := exec.Command(g.Program, arguments...)
	var stderr strings.Builder
	command.Stderr = &stderr
	output, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() && exit.ExitCode() <= 2 && len(output) > 0 {
		return output, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sparkgate %s: %w: %s", arguments[0], err, stderr.String())
	}
	return output, nil
}
