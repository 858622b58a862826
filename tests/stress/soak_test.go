package stress

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// padded is the question with a member in front that nobody asks for.
func padded(question lab.Question, bytesMore int) lab.Question {
	review, member := question.Review, fmt.Appendf(nil, `"padding":"%s",`, strings.Repeat("x", bytesMore))
	question.Review = func(uid string) []byte {
		before, after, _ := bytes.Cut(review(uid), []byte(`"request": {`))
		return slices.Concat(before, []byte(`"request": {`), member, after)
	}
	return question
}

// sample of the resident memory, so long after the start.
type sample struct {
	at  time.Duration
	rss float64 // MiB
}

// slope of the line through the samples by least squares, MiB an hour.
func slope(samples []sample) float64 {
	var x, y, xx, xy float64
	for _, one := range samples {
		hours := one.at.Hours()
		x, y, xx, xy = x+hours, y+one.rss, xx+hours*hours, xy+hours*one.rss
	}
	n := float64(len(samples))
	return (n*xy - x*y) / (n*xx - x*x)
}

// TestSoak: what goes on for long leaves nothing behind. The first third of the time is a warm-up.
func TestSoak(t *testing.T) {
	lasting := pick(15*time.Second, 20*time.Minute)
	authority, policies := lab.NewAuthority(t), lab.NewVolume(t, numbered(0))
	files := lab.NewVolume(t, authority.Issue().Files())
	server := lab.Start(t, lab.Settings{Policies: policies.Folder, Certificate: files})
	before := server.Look()
	question := lab.Driver(t)
	question.Right = (&consistency{fingerprints: map[int]string{}}).judge
	var loads []*lab.Load
	for _, more := range []int{0, 100_000, 3 << 20} {
		client := lab.NewClient(server.Admission, authority.Roots())
		loads = append(loads, client.Keep(padded(question, more), 2, time.Millisecond+time.Duration(more)*50))
		loads = append(loads, client.WithoutKeepAlive().Keep(padded(question, more), 1, 50*time.Millisecond))
	}
	began := time.Now()
	var samples []sample
	for number := 1; time.Since(began) < lasting; number++ {
		time.Sleep(time.Second) // the pace of changes and samples
		policies.Replace(numbered(number % 4))
		files.Replace(authority.Issue().Files())
		server.Signal(syscall.SIGHUP)
		samples = append(samples, sample{time.Since(began), float64(server.Look().RSS) / 1024})
	}
	var said []string
	for _, load := range loads {
		figures := load.End()
		figures.NoneFailed(t, 10)
		said = append(said, figures.String())
	}
	lab.Eventually(t, "no more descriptors than before", func() bool {
		return server.Look().Descriptors <= before.Descriptors
	})
	warm := samples[len(samples)/3:]
	growth := slope(warm)
	if long && growth >= 1 {
		t.Errorf("the resident memory grows by %.2f MiB an hour", growth)
	}
	highest := slices.MaxFunc(warm, func(a, b sample) int { return int(a.rss*1024) - int(b.rss*1024) })
	saw(t, "%v, %d reloads of policies and certificates: from %v to %v; behind the warm-up %.1f MiB, %.1f at most, slope "+
		"%.2f MiB an hour; %s", lasting, len(samples), before, server.Look(), warm[0].rss, highest.rss, growth,
		strings.Join(said, "; "))
}
