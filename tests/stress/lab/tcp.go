package lab

import (
	"errors"
	"io"
	"net"
)

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// reset ends a connection at once, and the peer hears of it as of a crash.
func reset(connection *net.TCPConn) {
	connection.SetLinger(0)
	connection.Close()
}
