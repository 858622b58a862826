package podsecurity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sparkgate.dev/oracle/generate"
)

// A sparkgate is the command line under test with its policies, both in files.
type sparkgate struct{ program, home string }

// A reply is a line of `dry-run -o json`.
type reply struct {
	Error      *string     `json:"error"`
	Allowed    bool        `json:"allowed"`
	Violations []violation `json:"violations"`
}

type violation struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// serve makes policies the ones that are asked from now on, each in a file of its own.
func (s sparkgate) serve(policies []object) error {
	folder := filepath.Join(s.home, "policies")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i, one := range policies {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(i, ".yaml")), generate.Text(one), 0o644); err != nil {
			return err
		}
	}
	if output, err := exec.Command(s.program, "check", folder).CombinedOutput(); err != nil {
		return fmt.Errorf("policies do not load: %w\n%s", err, output)
	}
	return nil
}

// ask is what `dry-run` says about each review.
func (s sparkgate) ask(reviews [][]byte) ([]reply, error) {
	file := filepath.Join(s.home, "reviews.json")
	list := append([]byte(`{"apiVersion":"v1","kind":"List","items":[`), bytes.Join(reviews, []byte(","))...)
	if err := os.WriteFile(file, append(list, "]}"...), 0o644); err != nil {
		return nil, err
	}
	var said strings.Builder
	command := exec.Command(s.program, "dry-run", "-p", filepath.Join(s.home, "policies"), "-f", file, "-o", "json")
	command.Stderr = &said
	output, err := command.Output()
	var exit *exec.ExitError
	if refused := errors.As(err, &exit) && exit.ExitCode() == 1; err != nil && !refused {
		return nil, fmt.Errorf("sparkgate dry-run: %w: %s", err, said.String())
	}
	lines := bytes.Split(bytes.TrimSpace(output), []byte("\n"))
	if len(lines) != len(reviews) {
		return nil, fmt.Errorf("%d lines for %d reviews", len(lines), len(reviews))
	}
	replies := make([]reply, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line, &replies[i]); err != nil {
			return nil, fmt.Errorf("%.300s: %w", line, err)
		}
	}
	return replies, nil
}
