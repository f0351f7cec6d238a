package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/apimachinery/pkg/util/httpstream/spdy"
	"k8s.io/client-go/tools/portforward"
)

// Channels of v5.channel.k8s.io.
const (
	channelStdout = 1
	channelStderr = 2
	channelError  = 3
)

// writer puts a number before every message: one channel of a websocket.
type writer struct {
	socket  *websocket.Conn
	channel byte
}

func (w writer) Write(data []byte) (int, error) {
	return len(data), w.socket.WriteMessage(websocket.BinaryMessage, append([]byte{w.channel}, data...))
}

func (c cluster) proxyOf(namespace, name string) proxy {
	for _, each := range c.Proxies {
		if each.Namespace == namespace && each.Name == name {
			return each
		}
	}
	return proxy{}
}

// exec answers over a websocket, or over SPDY to whoever asks for that, as API servers of before 1.29 do.
func (c cluster) exec(w http.ResponseWriter, r *http.Request, namespace, name string) {
	p := c.proxyOf(namespace, name)
	query := r.URL.Query()
	if query.Get("container") != p.Container {
		fail(w, http.StatusBadRequest, "BadRequest", fmt.Sprintf("container %s is not valid for pod %s", query.Get("container"), name))
		return
	}
	if !p.Ready {
		text := fmt.Sprintf("unable to upgrade connection: container not found (%q)", p.Container)
		fail(w, http.StatusInternalServerError, "InternalError", "Internal error occurred: "+text)
		return
	}
	if websocket.IsWebSocketUpgrade(r) {
		upgrader := websocket.Upgrader{Subprotocols: []string{"v5.channel.k8s.io"}}
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer socket.Close()
		end := p.run(query["command"], writer{socket, channelStdout}, writer{socket, channelStderr})
		if end == nil {
			return // it breaks off
		}
		_, _ = writer{socket, channelError}.Write(end)
		_ = socket.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
		return
	}
	if _, err := httpstream.Handshake(r, w, []string{"v4.channel.k8s.io"}); err != nil {
		return
	}
	arrived := make(chan httpstream.Stream, 3)
	connection := spdy.NewResponseUpgrader().UpgradeResponse(w, r, func(s httpstream.Stream, _ <-chan struct{}) error {
		arrived <- s
		return nil
	})
	if connection == nil {
		return
	}
	defer connection.Close()
	streams := map[string]httpstream.Stream{}
	for len(streams) < 3 {
		s := <-arrived
		streams[s.Headers().Get("streamType")] = s
	}
	if end := p.run(query["command"], streams["stdout"], streams["stderr"]); end != nil {
		_, _ = streams["error"].Write(end)
		for _, s := range streams {
			_ = s.Close()
		}
		<-connection.CloseChan()
	}
}

// run does what the program would, and answers how it ended; nil when the connection is to break.
func (p proxy) run(command []string, stdout, stderr io.Writer) []byte {
	if !slices.Contains(p.Programs, command[0]) {
		text := fmt.Sprintf("exec: %q: executable file not found in $PATH", command[0])
		_, _ = fmt.Fprintf(stderr, "OCI runtime exec failed: exec failed: unable to start container process: %s: unknown\n", text)
		return exited(126)
	}
	if p.Hangs {
		time.Sleep(time.Hour)
	}
	if p.Deaf {
		_, _ = io.WriteString(stderr, "Error: failed to execute command on Envoy: Get \"http://localhost:15000/config_dump?include_eds\": dial tcp [::1]:15000: connect: connection refused\n")
		return exited(1)
	}
	dump, err := os.ReadFile(p.Dump)
	must(err)
	if p.CutAt != nil {
		dump = dump[:*p.CutAt]
	}
	for len(dump) > 0 {
		piece := dump[:min(len(dump), 32*1024)]
		if _, err := stdout.Write(piece); err != nil {
			return nil
		}
		dump = dump[len(piece):]
	}
	if p.CutAt != nil {
		return nil
	}
	end, _ := json.Marshal(object{"metadata": object{}, "status": "Success"})
	return end
}

func exited(code int) []byte {
	end := status(http.StatusInternalServerError, "NonZeroExitCode", fmt.Sprintf("command terminated with non-zero exit code: %d", code))
	end["details"] = object{"causes": []object{{"reason": "ExitCode", "message": fmt.Sprint(code)}}}
	text, _ := json.Marshal(end)
	return text
}

// portForward joins pairs of streams with the proxy's admin endpoint; SPDY comes inside of a websocket since 1.31.
func (c cluster) portForward(w http.ResponseWriter, r *http.Request, namespace, name string) {
	pairs := forwarder{proxy: c.proxyOf(namespace, name), errors: map[string]httpstream.Stream{}}
	if websocket.IsWebSocketUpgrade(r) {
		upgrader := websocket.Upgrader{Subprotocols: []string{"SPDY/3.1+portforward.k8s.io"}}
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		connection, err := spdy.NewServerConnection(portforward.NewTunnelingConnection("server", socket), pairs.take)
		must(err)
		<-connection.CloseChan()
		return
	}
	if _, err := httpstream.Handshake(r, w, []string{"portforward.k8s.io"}); err != nil {
		return
	}
	if connection := spdy.NewResponseUpgrader().UpgradeResponse(w, r, pairs.take); connection != nil {
		<-connection.CloseChan()
	}
}

type forwarder struct {
	proxy  proxy
	errors map[string]httpstream.Stream
}

// take gets the stream for errors first, then that for data, of every connection.
func (f forwarder) take(s httpstream.Stream, replySent <-chan struct{}) error {
	id := s.Headers().Get("requestID")
	if s.Headers().Get("streamType") == "error" {
		f.errors[id] = s
		return nil
	}
	failures := f.errors[id]
	go func() {
		<-replySent
		defer failures.Close()
		defer s.Close()
		if !f.proxy.Ready || f.proxy.Deaf {
			_, _ = failures.Write([]byte("dial tcp4 127.0.0.1:15000: connect: connection refused"))
			return
		}
		here, there := net.Pipe()
		go serveAdmin(there, f.proxy.Dump)
		go func() { _, _ = io.Copy(here, s) }()
		_, _ = io.Copy(s, here)
	}()
	return nil
}

// serveAdmin answers one request as an admin endpoint that has nothing but its dump.
func serveAdmin(connection net.Conn, dump string) {
	defer connection.Close()
	request := make([]byte, 4096)
	read, _ := connection.Read(request)
	go func() { _, _ = io.Copy(io.Discard, connection) }()
	if !strings.HasPrefix(string(request[:read]), "GET /config_dump") {
		_, _ = io.WriteString(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
		return
	}
	content, err := os.ReadFile(dump)
	must(err)
	_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", len(content))
	_, _ = connection.Write(content)
}
