package lab

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	callLimit   = 10 * time.Second // timeoutSeconds of the webhook configuration
	mostRetries = 10
)

// Client calls as kube-apiserver does: client-go's transport for webhooks (rest.TransportFor: keep-alive, HTTP/1.1
// only, 25 idle connections for 90 s) and its retries (rest/with_retry.go: 429 and 5xx that have Retry-After).
type Client struct {
	Shed atomic.Int64 // answers of 429 that said when to come again

	http *http.Client
	base string
}

// NewClient trusts these roots and asks for the Service's name, wherever the address leads.
func NewClient(address string, roots *x509.CertPool) *Client {
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, ServerName: Service, NextProtos: []string{"http/1.1"}},
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 25,
		IdleConnTimeout:     90 * time.Second,
		DialContext:         (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		DisableCompression:  true,
	}
	return &Client{http: &http.Client{Transport: transport}, base: "https://" + address}
}

// WithoutKeepAlive is the same client with a new connection for each call.
func (c *Client) WithoutKeepAlive() *Client {
	transport := c.http.Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return &Client{http: &http.Client{Transport: transport}, base: c.base}
}

// Close its idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Wrong is an answer that came and was not the right one; every other error of Ask is an answer that did not come.
type Wrong struct{ Why error }

func (w Wrong) Error() string { return w.Why.Error() }

// Ask is nil when the whole answer is right. What is shed is asked again when it says.
func (c *Client) Ask(q Question) error {
	ctx, cancel := context.WithTimeout(context.Background(), callLimit)
	defer cancel()
	uid := NextUID()
	body := q.Review(uid)
	for retry := 0; ; retry++ {
		answer, err := c.post(ctx, q.Door, body)
		if err != nil {
			return err
		}
		if answer.wait == 0 || retry == mostRetries {
			return answer.judged(q, uid)
		}
		c.Shed.Add(1)
		select {
		case <-time.After(answer.wait):
		case <-ctx.Done():
			return fmt.Errorf("shed until the end: %w", ctx.Err())
		}
	}
}

type answer struct {
	status string
	code   int
	body   []byte
	wait   time.Duration // Retry-After of an answer that may be asked for again, else 0
}

func (c *Client) post(ctx context.Context, door string, body []byte) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+door+"?timeout=10s", bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, */*")
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	got := answer{status: response.Status, code: response.StatusCode, body: read}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil &&
		(got.code == http.StatusTooManyRequests || got.code >= 500) {
		got.wait = time.Duration(seconds) * time.Second
	}
	return got, err
}

func (a answer) judged(q Question, uid string) error {
	if a.code != http.StatusOK {
		return Wrong{errors.New(a.status + " " + string(a.body))}
	}
	if err := q.Judge(uid, a.body); err != nil {
		return Wrong{err}
	}
	return nil
}
