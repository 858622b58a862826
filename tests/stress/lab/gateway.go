package lab

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// Gateway stands before an API server and passes everything on, until a certain write.
type Gateway struct {
	URL, CA string // CA is a file

	at      int64         // the write at which somebody is stopped
	late    bool          // it is done, only nobody hears of it
	reached chan struct{} // closed then; the caller is kept waiting
	over    chan struct{}
	writes  atomic.Int64
	behind  http.Handler
}

// NewGateway holds the write number `at` back: before it is done, or its answer.
func NewGateway(t testing.TB, plane *ControlPlane, at int, late bool) *Gateway {
	t.Helper()
	target, err := url.Parse(plane.URL)
	Must(t, err)
	roots := x509.NewCertPool()
	text, err := os.ReadFile(plane.CA)
	Must(t, err)
	roots.AppendCertsFromPEM(text)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	g := &Gateway{at: int64(at), late: late, reached: make(chan struct{}), over: make(chan struct{}), behind: proxy}
	server := httptest.NewTLSServer(g)
	t.Cleanup(func() {
		close(g.over)
		server.Close()
	})
	g.URL, g.CA = server.URL, filepath.Join(t.TempDir(), "gateway.crt")
	Must(t, os.WriteFile(g.CA, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o644))
	return g
}

func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPut || g.writes.Add(1) != g.at {
		g.behind.ServeHTTP(w, r)
		return
	}
	if g.late {
		g.behind.ServeHTTP(httptest.NewRecorder(), r)
	}
	close(g.reached)
	<-g.over
	panic(http.ErrAbortHandler)
}

// Reached is closed at that write.
func (g *Gateway) Reached() <-chan struct{} { return g.reached }
