package deploy

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// What an operator sees of a server that was away and came back: every query of the dashboard gives data, and the
// alerts that fire are those that should.
func TestObservability(t *testing.T) {
	i := install(t, theCluster(t), "manifests/overlays/prometheus")
	i.rotate(t)
	i.expectFailedCall(t, "driver", "drivers.validate")
	i.expectCreatable(t, "executor")
	s := i.runServer(t)
	i.expectDecided(t)
	s.expectCleanMetrics(t, i)

	p := startPrometheus(t, i, s)
	for _, query := range i.dashboardQueries(t) {
		eventually(t, func() string {
			i.makeLoad(t)
			return p.complaint(query)
		})
	}
	expected := []string{"SparkgateDeniesSpike", "SparkgateFailsOpen", "SparkgateRefusesUnheard"}
	eventually(t, func() string {
		i.makeLoad(t)
		names, err := p.firing()
		if err != nil {
			return err.Error()
		}
		if !reflect.DeepEqual(names, expected) {
			return "alerts that fire: " + strings.Join(names, " ")
		}
		return ""
	})
	p.takePicture(t, i)
}

// makeLoad has pods of both roles completed and refused.
func (c *cluster) makeLoad(t *testing.T) {
	t.Helper()
	for _, role := range []string{"driver", "executor"} {
		_, err := c.try(within(t, time.Minute), role, goodImage)
		must(t, err)
		if _, err = c.try(within(t, time.Minute), role, evilImage); err == nil {
			t.Fatalf("the %s was not refused", role)
		}
	}
}

// dashboardQueries are those of the stored ConfigMap, as Grafana would ask them of so short a time.
func (i *installation) dashboardQueries(t *testing.T) []string {
	t.Helper()
	text := i.kubectl(t, "-n", namespace, "get", "configmap", "--selector=grafana_dashboard=1", "-o",
		`jsonpath={.items[0].data.dashboard\.json}`)
	var dashboard struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	must(t, json.Unmarshal([]byte(text), &dashboard))
	var queries []string
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			queries = append(queries, strings.ReplaceAll(target.Expr, "$__rate_interval", "15s"))
		}
	}
	if len(queries) == 0 {
		t.Fatal("the dashboard asks nothing")
	}
	return queries
}

// expectCleanMetrics has promtool look for whatever Prometheus' conventions are against.
func (s *server) expectCleanMetrics(t *testing.T, i *installation) {
	t.Helper()
	answer, err := http.Get("http://" + s.status + "/metrics")
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	said := run(t, lab.Command{Program: tool(t, i, "promtool"), Args: []string{"check", "metrics"},
		Stdin: strings.NewReader(string(text))})
	if said != "" {
		t.Errorf("promtool check metrics: %s", said)
	}
}
