package lab

import (
	"os"
	"path/filepath"
	"testing"
)

// Root of the repository: tests are run in their own folder, tests/stress.
func Root() string {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		panic(err)
	}
	return root
}

// Program under test: $SPARKGATE_BUILD names the folder that it is taken from instead of build/release.
func Program(t testing.TB) string {
	t.Helper()
	build := os.Getenv("SPARKGATE_BUILD")
	if build == "" {
		build = filepath.Join(Root(), "build", "release")
	}
	program := filepath.Join(build, "sparkgate-webhook")
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%v: build sparkgate first, or let SPARKGATE_BUILD name the folder with it", err)
	}
	return program
}

// Must ends the test when something went wrong that it does not speak of.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
