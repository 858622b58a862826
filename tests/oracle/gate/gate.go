// Package gate asks the webhook under test what it makes of pods.
package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Gate is a built sparkgate: the command line finds mistakes in policies, the server answers. One goroutine at a time.
type Gate struct {
	build, home string
	server      *server // nil: none runs
}

// Death is what an answer is instead when the server died of the review. Its text begins with that word.
const Death = "sparkgate died: "

// New needs a folder with the programs and a folder of its own for what they read. Close it.
func New(build, home string) (*Gate, error) {
	return &Gate{build: build, home: home}, writeCertificate(home)
}

// Policies are files by name.
type Policies map[string][]byte

// Check is what does not load: messages by file.
func (g *Gate) Check(policies Policies) (map[string][]string, error) {
	g.Close()
	if err := g.write(policies); err != nil {
		return nil, err
	}
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

// Serve starts a server with these policies in place of the one that runs. All of them have to load.
func (g *Gate) Serve(policies Policies) error {
	g.Close()
	if err := g.write(policies); err != nil {
		return err
	}
	return g.Restart()
}

// Restart starts another server with the same policies in place of the one that runs.
func (g *Gate) Restart() (err error) {
	g.Close()
	g.server, err = start(filepath.Join(g.build, "sparkgate-webhook"), g.folder(), g.home)
	return err
}

// Close ends the server.
func (g *Gate) Close() {
	if g.server != nil {
		g.server.end()
		g.server = nil
	}
}

// Doors of the server.
const (
	Mutate   = "/mutate"
	Validate = "/validate"
)

// Answers are what the door says to each review, byte for byte. The server that dies of one is started anew for the rest.
func (g *Gate) Answers(door string, reviews [][]byte) ([][]byte, error) {
	answers := make([][]byte, 0, len(reviews))
	for len(answers) < len(reviews) {
		if g.server == nil {
			return nil, errors.New("no server runs")
		}
		said, err := g.server.ask(door, reviews[len(answers):])
		answers = append(answers, said...)
		if err == nil {
			continue
		}
		death := g.server.end()
		if death == "" {
			return nil, fmt.Errorf("review %d of %d: %w", len(answers)+1, len(reviews), err)
		}
		answers = append(answers, []byte(Death+death))
		if err := g.Restart(); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func (g *Gate) folder() string { return filepath.Join(g.home, "policies") }

func (g *Gate) write(policies Policies) error {
	folder := g.folder()
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range policies {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// run fails on a signal, and on silence with a bad exit code: findings and mistakes are talked about.
func (g *Gate) run(arguments ...string) ([]byte, error) {
	command := exec.Command(filepath.Join(g.build, "sparkgate"), arguments...)
	var stderr bytes.Buffer
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
