// Package spark runs the real spark-submit of a PySpark from PyPI, and a driver outside the cluster.
package spark

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sparkgate.dev/e2e/lab"
)

//go:embed versions
var versions string

// Versions are what tests/e2e/install brings, oldest first: those of the file, or other ones in $SPARKGATE_SPARK_VERSIONS.
var Versions = strings.Fields(cmp.Or(os.Getenv("SPARKGATE_SPARK_VERSIONS"), versions))

// Java versions that Spark 3.5 and Spark 4 both run with.
const (
	oldestJava = 17
	newestJava = 21
)

// Spark is one installed version.
type Spark struct {
	Version string

	home   string // of PySpark: bin/, jars/, examples/
	python string
	java   string // JAVA_HOME
}

// Find is a *lab.Missing when this version or a Java for it is not installed.
func Find(paths lab.Paths, version string) (*Spark, error) {
	venv := filepath.Join(paths.Installed, "spark-"+version)
	homes, err := filepath.Glob(filepath.Join(venv, "lib", "python3*", "site-packages", "pyspark"))
	if err != nil {
		return nil, err
	}
	if len(homes) == 0 {
		return nil, &lab.Missing{What: "there is no pyspark " + version + " in " + venv, Remedy: lab.Install}
	}
	java, err := findJava()
	if err != nil {
		return nil, err
	}
	return &Spark{Version: version, home: homes[0], python: filepath.Join(venv, "bin", "python"), java: java}, nil
}

// findJava looks in $JAVA_HOME, then where Debian puts it, then in $PATH.
func findJava() (string, error) {
	homes, err := filepath.Glob("/usr/lib/jvm/java-*-openjdk-*")
	if err != nil {
		return "", err
	}
	if home := os.Getenv("JAVA_HOME"); home != "" {
		homes = append([]string{home}, homes...)
	}
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		if java, err := filepath.EvalSymlinks(filepath.Join(folder, "java")); err == nil {
			homes = append(homes, filepath.Dir(filepath.Dir(java)))
		}
	}
	for _, home := range homes {
		if version, err := javaVersion(home); err == nil && version >= oldestJava && version <= newestJava {
			return home, nil
		}
	}
	return "", &lab.Missing{What: fmt.Sprintf("there is no Java %d to %d", oldestJava, newestJava), Remedy: lab.Install}
}

var quotedVersion = regexp.MustCompile(`version "(\d+)`)

func javaVersion(home string) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	said, err := lab.Run(ctx, lab.Command{Program: filepath.Join(home, "bin", "java"), Args: []string{"-version"}})
	if err != nil {
		return 0, err
	}
	found := quotedVersion.FindStringSubmatch(said.Output)
	if found == nil {
		return 0, errors.New("java -version says no version")
	}
	return strconv.Atoi(found[1])
}
