package lab

import (
	"bufio"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A connection of its own each time, as probes have.
var probes = http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// Get asks the status port.
func (s *Server) Get(path string) (int, string, error) {
	answer, err := probes.Get("http://" + s.Status + path)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

// Ready is what kubelet would find out.
func (s *Server) Ready() bool {
	status, _, err := s.Get("/readyz")
	return err == nil && status == http.StatusOK
}

// Metric is the value of a series as /metrics writes it; 0 when it has none.
func (s *Server) Metric(series string) float64 {
	s.t.Helper()
	value, err := s.metric(series)
	Must(s.t, err)
	return value
}

func (s *Server) metric(series string) (float64, error) {
	status, text, err := s.Get("/metrics")
	if err != nil {
		return 0, err
	}
	if status != http.StatusOK {
		return 0, fmt.Errorf("/metrics answers %d", status)
	}
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), series+" "); ok {
			return strconv.ParseFloat(rest, 64)
		}
	}
	return 0, nil
}

// Served is the certificate that a new connection sees, PEM. It is not judged here.
func (s *Server) Served() []byte {
	s.t.Helper()
	connection, err := tls.Dial("tcp", s.Admission, &tls.Config{InsecureSkipVerify: true})
	Must(s.t, err)
	defer connection.Close()
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: connection.ConnectionState().PeerCertificates[0].Raw})
}

// Watch a series now and then; `end` gives the most that it was. To ask costs the server time: it counts its
// descriptors.
func (s *Server) Watch(series string, every time.Duration) (end func() float64) {
	over, most := make(chan struct{}), make(chan float64)
	go func() {
		highest := 0.0
		for tick := time.NewTicker(every); ; {
			select {
			case <-over:
				tick.Stop()
				most <- highest
				return
			case <-tick.C:
				if value, err := s.metric(series); err == nil {
					highest = max(highest, value)
				}
			}
		}
	}()
	return func() float64 {
		close(over)
		return <-most
	}
}
