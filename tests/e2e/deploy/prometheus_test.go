package deploy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparkgate.dev/e2e/lab"
)

// prometheus scrapes the server and the API server each second, and evaluates our alerts.
type prometheus struct{ url string }

const scraping = `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yaml]
scrape_configs:
- job_name: sparkgate
  static_configs: [{targets: ["%s"]}]
- job_name: apiserver
  scheme: https
  authorization: {credentials: "%s"}
  tls_config: {ca_file: "%s"}
  static_configs: [{targets: ["%s"]}]
`

func startPrometheus(t *testing.T, i *installation, s *server) *prometheus {
	t.Helper()
	program := tool(t, i, "prometheus")
	port, err := freePort()
	must(t, err)
	folder, err := os.MkdirTemp(i.home, "prometheus-")
	must(t, err)
	api := strings.TrimPrefix(i.URL, "https://")
	rules := i.kubectl(t, "-n", namespace, "get", "prometheusrule", "sparkgate", "-o", "jsonpath={.spec}")
	must(t, errors.Join(
		os.WriteFile(filepath.Join(folder, "rules.yaml"), []byte(rules), 0o600),
		os.WriteFile(filepath.Join(folder, "prometheus.yaml"),
			fmt.Appendf(nil, scraping, s.status, i.Tokens["admin"], i.CA, api), 0o600)))
	process, err := lab.Launch(lab.Command{Program: program, Args: []string{
		"--config.file=" + filepath.Join(folder, "prometheus.yaml"), "--storage.tsdb.path=" + filepath.Join(folder, "data"),
		fmt.Sprintf("--web.listen-address=127.0.0.1:%d", port)}}, filepath.Join(i.paths.Logs, "prometheus.log"), false)
	must(t, err)
	t.Cleanup(func() { process.End(0) })
	return &prometheus{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
}

// tool is a program that tests/e2e/install brings; without it the test is skipped.
func tool(t *testing.T, i *installation, name string) string {
	t.Helper()
	path, err := i.paths.Tool(name)
	if err != nil {
		t.Skip(err)
	}
	return path
}

// complaint is empty when the query gives numbers.
func (p *prometheus) complaint(query string) string {
	var said struct {
		Error string
		Data  struct{ Result []struct{ Value [2]any } }
	}
	if err := p.get("/api/v1/query?query="+url.QueryEscape(query), &said); err != nil {
		return err.Error()
	}
	for _, series := range said.Data.Result {
		text, _ := series.Value[1].(string)
		if number, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(number) {
			return ""
		}
	}
	return fmt.Sprintf("%s: %s gives %v", query, said.Error, said.Data.Result)
}

// firing are the names of the alerts that fire now, in order.
func (p *prometheus) firing() ([]string, error) {
	var said struct {
		Data struct {
			Alerts []struct {
				State  string
				Labels map[string]string
			}
		}
	}
	err := p.get("/api/v1/alerts", &said)
	var names []string
	for _, alert := range said.Data.Alerts {
		if alert.State == "firing" && !slices.Contains(names, alert.Labels["alertname"]) {
			names = append(names, alert.Labels["alertname"])
		}
	}
	slices.Sort(names)
	return names, err
}

func (p *prometheus) get(path string, into any) error {
	answer, err := http.Get(p.url + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}
