package deploy

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// pictured are the dashboard's panels that say most, in the words that Prometheus' own page shows.
var pictured = []string{
	`sum by (path, verdict) (rate(sparkgate_admission_requests_total{job="sparkgate"}[15s]))`,
	`histogram_quantile(0.99, sum by (path, le) (rate(sparkgate_admission_duration_seconds_bucket{job="sparkgate"}[15s])))`,
}

// takePicture writes a PNG of Prometheus' page to the file that SPARKGATE_PICTURE names, after two minutes of load:
// manifests/components/prometheus/prometheus.png is one. Debian's packages chromium and prometheus have to be installed,
// for the page comes with the latter.
func (p *prometheus) takePicture(t *testing.T, i *installation) {
	t.Helper()
	file := os.Getenv("SPARKGATE_PICTURE")
	if file == "" {
		return
	}
	browser, err := exec.LookPath("chromium")
	must(t, err)
	for began := time.Now(); time.Since(began) < 2*time.Minute; {
		i.makeLoad(t)
	}
	page := url.Values{}
	for n, query := range pictured {
		page.Set(fmt.Sprintf("g%d.expr", n), query)
		page.Set(fmt.Sprintf("g%d.tab", n), "0")
		page.Set(fmt.Sprintf("g%d.stacked", n), "0")
		page.Set(fmt.Sprintf("g%d.range_input", n), "2m")
	}
	run(t, lab.Command{Program: browser, Args: []string{"--headless", "--no-sandbox", "--hide-scrollbars",
		"--window-size=1200,1545", "--virtual-time-budget=20000", "--screenshot=" + file, p.url + "/graph?" + page.Encode()}})
}
