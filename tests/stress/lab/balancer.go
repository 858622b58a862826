package lab

import (
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Balancer spreads TCP connections over servers, as a Service does: it asks each server now and then whether it is
// ready, gives new connections to those that were, in turn, and leaves the ones that stand alone. When a server refuses
// a connection the client's is lost.
type Balancer struct {
	Address string

	listener net.Listener
	every    time.Duration
	mutex    sync.Mutex
	backends []*Backend
	next     int
}

// Backend is a server behind it.
type Backend struct {
	Open    atomic.Int64 // connections
	All     atomic.Int64 // connections that ever were
	Refused atomic.Int64 // connections that the server did not take
	Cut     atomic.Int64 // connections that the server ended and a request, or a handshake, with them

	server  *Server
	ready   bool // guarded by the balancer's mutex
	removed chan struct{}
}

// NewBalancer asks for readiness that often.
func NewBalancer(t testing.TB, every time.Duration) *Balancer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Must(t, err)
	b := &Balancer{Address: listener.Addr().String(), listener: listener, every: every}
	go b.accept()
	t.Cleanup(func() { listener.Close() })
	return b
}

// Add a server that was found ready by Start.
func (b *Balancer) Add(s *Server) *Backend {
	backend := &Backend{server: s, ready: true, removed: make(chan struct{})}
	b.mutex.Lock()
	b.backends = append(b.backends, backend)
	b.mutex.Unlock()
	go b.probe(backend)
	return backend
}

// Remove a server: it gets no new connections.
func (b *Balancer) Remove(gone *Backend) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.backends = slices.DeleteFunc(b.backends, func(one *Backend) bool { return one == gone })
	close(gone.removed)
}

func (b *Balancer) probe(backend *Backend) {
	for tick := time.NewTicker(b.every); ; {
		select {
		case <-backend.removed:
			tick.Stop()
			return
		case <-tick.C:
		}
		ready := backend.server.Ready()
		b.mutex.Lock()
		backend.ready = ready
		b.mutex.Unlock()
	}
}

func (b *Balancer) accept() {
	for {
		client, err := b.listener.Accept()
		if err != nil {
			return
		}
		go b.serve(client.(*net.TCPConn))
	}
}

func (b *Balancer) serve(client *net.TCPConn) {
	if backend := b.inTurn(); backend != nil {
		if server, err := net.Dial("tcp", backend.server.Admission); err == nil {
			backend.join(client, server.(*net.TCPConn))
			return
		}
		backend.Refused.Add(1)
	}
	reset(client)
}

// inTurn is the ready one whose turn it is; nil: none is.
func (b *Balancer) inTurn() *Backend {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for range b.backends {
		b.next++
		if one := b.backends[b.next%len(b.backends)]; one.ready {
			return one
		}
	}
	return nil
}

// finished: the last that a client says in a handshake, to which there is no answer, is shorter than that.
const finished = 256

// join the two until both have said all.
func (b *Backend) join(client, server *net.TCPConn) {
	b.All.Add(1)
	b.Open.Add(1)
	defer b.Open.Add(-1)
	var unanswered atomic.Int64 // bytes
	asked := make(chan struct{})
	go func() {
		pour(server, client, func(count int) { unanswered.Add(int64(count)) })
		close(asked)
	}()
	pour(client, server, func(int) { unanswered.Store(0) })
	<-asked
	if unanswered.Load() > finished {
		b.Cut.Add(1)
	}
	client.Close()
	server.Close()
}

// pour all that comes, and the end of it: a half close as such, a reset as a reset.
func pour(to, from *net.TCPConn, said func(count int)) {
	buffer := make([]byte, 32<<10)
	for {
		count, err := from.Read(buffer)
		if count > 0 {
			said(count)
			if _, failed := to.Write(buffer[:count]); failed != nil {
				return
			}
		}
		if err != nil {
			if isEnd(err) {
				to.CloseWrite()
			} else {
				reset(to)
			}
			return
		}
	}
}
