package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

func TestReplayOnSparkTellsWhatOneProcessTells(t *testing.T) {
	l := theLab(t)
	s := theSpark(t, l, spark.Versions[len(spark.Versions)-1])
	logs := splitRecordings(t, 4)
	sparkgate := l.Paths.Sparkgate
	report := filepath.Join(t.TempDir(), "report")
	for _, words := range [][]string{
		{"--policies", l.Paths.Shipped, "-o", "table"},
		{"--policies", l.Paths.Policies, "--against", l.Paths.Shipped, "-o", "json"},
	} {
		files, err := filepath.Glob(logs)
		must(t, err)
		whole, err := lab.Run(within(t, time.Minute), lab.Command{Program: sparkgate, Args: append(append([]string{"replay"}, words...), files...)})
		must(t, err)
		onSpark, err := s.Run(within(t, 2*time.Minute), l, filepath.Join(l.Paths.Manifests, "replay-on-spark", "replay.py"),
			append(append([]string{"--sparkgate", sparkgate, "--report", report}, words...), logs)...)
		must(t, err)
		told, err := os.ReadFile(report)
		if err != nil || string(told) != whole.Stdout || onSpark.Exit != whole.Exit {
			t.Errorf("%v; on Spark: exit code %d\n%s\nin one process: %d\n%s", err, onSpark.Exit, onSpark.Output, whole.Exit, whole.Output)
		}
	}
}

// splitRecordings writes the recorded reviews to so many compressed logs, the last of which is cut short, and returns
// the pattern of their names.
func splitRecordings(t *testing.T, parts int) string {
	t.Helper()
	folder := t.TempDir()
	logs := make([]bytes.Buffer, parts)
	for i, one := range recorded(t) {
		must(t, json.Compact(&logs[i%parts], one.Review))
		logs[i%parts].WriteByte('\n')
	}
	for i := range logs {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		_, err := writer.Write(logs[i].Bytes())
		must(t, err)
		must(t, writer.Close())
		whole := packed.Bytes()
		if i == parts-1 {
			whole = whole[:len(whole)-100]
		}
		must(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("audit-%d.log.gz", i)), whole, 0o644))
	}
	return filepath.Join(folder, "*.log.gz")
}
