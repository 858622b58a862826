package lab

import (
	"fmt"
	"os"
	"path/filepath"
)

// Missing is the reason of a skip: something is not installed. Everything else that goes wrong is a failure.
type Missing struct{ What, Remedy string }

func (m *Missing) Error() string { return fmt.Sprintf("%s: %s", m.What, m.Remedy) }

// Install is the remedy for whatever tests/e2e/install brings.
const Install = "run tests/e2e/install"

// Paths of the repository, absolute.
type Paths struct {
	Policies  string // of these tests
	Manifests string // what an operator applies; it needs Shipped beside it
	Shipped   string // the policies that come with sparkgate
	Installed string // what tests/e2e/install made
	Logs      string // of the last run
	Webhook   string
	Sparkgate string
}

// FindPaths expects to be called in tests/e2e. $SPARKGATE_BUILD names the folder of the programs under test.
func FindPaths() (Paths, error) {
	here, err := os.Getwd()
	if err != nil {
		return Paths{}, err
	}
	root := filepath.Join(here, "..", "..")
	build := os.Getenv("SPARKGATE_BUILD")
	if build == "" {
		build = filepath.Join(root, "build", "release")
	}
	return Paths{
		Policies:  filepath.Join(here, "policies"),
		Manifests: filepath.Join(root, "manifests"),
		Shipped:   filepath.Join(root, "policies"),
		Installed: filepath.Join(root, "build", "e2e"),
		Logs:      filepath.Join(root, "build", "e2e", "logs"),
		Webhook:   filepath.Join(build, "sparkgate-webhook"),
		Sparkgate: filepath.Join(build, "sparkgate"),
	}, nil
}

// Need is a *Missing unless everything that a Lab is made of is there.
func (p Paths) Need() error {
	if _, err := p.Tool("controlplane"); err != nil {
		return err
	}
	if _, err := p.assets(); err != nil {
		return err
	}
	for _, program := range []string{p.Sparkgate, p.Webhook} {
		remedy := "build sparkgate first, or let SPARKGATE_BUILD name the folder with its programs"
		if err := needFile(program, remedy); err != nil {
			return err
		}
	}
	return nil
}

// Tool is a program that tests/e2e/install built.
func (p Paths) Tool(name string) (string, error) {
	path := filepath.Join(p.Installed, "bin", name)
	return path, needFile(path, Install)
}

// assets is the folder with etcd, kube-apiserver and kubectl: that of envtest first.
func (p Paths) assets() (string, error) {
	folder := os.Getenv("KUBEBUILDER_ASSETS")
	if folder == "" {
		folder = filepath.Join(p.Installed, "bin")
	}
	for _, name := range []string{"etcd", "kube-apiserver", "kubectl"} {
		remedy := Install + ", or let KUBEBUILDER_ASSETS name envtest's folder"
		if err := needFile(filepath.Join(folder, name), remedy); err != nil {
			return "", err
		}
	}
	return folder, nil
}

func needFile(path, remedy string) error {
	if _, err := os.Stat(path); err != nil {
		return &Missing{What: "there is no " + path, Remedy: remedy}
	}
	return nil
}
