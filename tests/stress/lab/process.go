package lab

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Process figures, from /proc.
type Process struct {
	RSS, PeakRSS int // KiB
	Threads      int
	Descriptors  int
}

// Look at the server's process.
func (s *Server) Look() Process {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Pid))
	Must(s.t, err)
	figures := map[string]int{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 {
			figures[words[0]], _ = strconv.Atoi(words[1])
		}
	}
	descriptors, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.Pid))
	Must(s.t, err)
	return Process{RSS: figures["VmRSS:"], PeakRSS: figures["VmHWM:"], Threads: figures["Threads:"],
		Descriptors: len(descriptors)}
}

func (p Process) String() string {
	return fmt.Sprintf("RSS %.1f MiB, %.1f at most, %d threads, %d descriptors",
		float64(p.RSS)/1024, float64(p.PeakRSS)/1024, p.Threads, p.Descriptors)
}

// CPU time it has used, in clock ticks of 10 ms.
func (s *Server) CPU() int {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.Pid))
	Must(s.t, err)
	_, rest, _ := strings.Cut(string(text), ") ")
	words := strings.Fields(rest)
	user, _ := strconv.Atoi(words[11])
	system, _ := strconv.Atoi(words[12])
	return user + system
}
