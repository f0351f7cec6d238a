// An API server for the few paths that kubectl asks for when mtlscope does: pods, deployments, services, exec and
// port-forward. It is told of one cluster per context by the file it is called with, prints its address, and ends when
// its stdin does.
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
)

type object = map[string]any

// A pod's proxy, as the tests describe it.
type proxy struct {
	Name, Namespace, Container, Dump string
	Programs                         []string
	Ready, Deaf, Hangs               bool
	CutAt                            *int
}

// A cluster: what its API shows, by plural, and what is behind exec and port-forward.
type cluster struct {
	Objects map[string][]object
	Proxies []proxy
	Denied  []string
	Down    string
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	must(err)
	clusters := map[string]cluster{}
	must(json.Unmarshal(content, &clusters))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	for name, each := range clusters {
		http.Handle("/"+name+"/", http.StripPrefix("/"+name, each))
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	must(http.Serve(listener, nil))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (c cluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	words := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case c.Down == "unauthorized":
		fail(w, http.StatusUnauthorized, "Unauthorized", "Unauthorized")
	case r.URL.Path == "/api":
		answer(w, object{"kind": "APIVersions", "versions": []string{"v1"}})
	case r.URL.Path == "/apis":
		version := object{"groupVersion": "apps/v1", "version": "v1"}
		group := object{"name": "apps", "versions": []object{version}, "preferredVersion": version}
		answer(w, object{"kind": "APIGroupList", "apiVersion": "v1", "groups": []object{group}})
	case r.URL.Path == "/api/v1":
		resources := []object{resource("pods", "Pod", "po"), resource("services", "Service", "svc")}
		answer(w, object{"kind": "APIResourceList", "groupVersion": "v1", "resources": resources})
	case r.URL.Path == "/apis/apps/v1":
		resources := []object{resource("deployments", "Deployment", "deploy"), resource("statefulsets", "StatefulSet", "sts")}
		answer(w, object{"kind": "APIResourceList", "groupVersion": "apps/v1", "resources": resources})
	case len(words) == 4 && words[2] == "namespaces":
		// kubectl asks whether a namespace is there when nothing is found in it.
		answer(w, object{"kind": "Namespace", "apiVersion": "v1", "metadata": object{"name": words[3]}})
	case words[0] == "api" && len(words) > 2:
		c.serve(w, r, "", words[2:])
	case words[0] == "apis" && len(words) > 3:
		c.serve(w, r, words[1], words[3:])
	default:
		fail(w, http.StatusNotFound, "NotFound", "the server could not find the requested resource")
	}
}

func resource(plural, kind, short string) object {
	verbs := []string{"get", "list"}
	return object{"name": plural, "kind": kind, "namespaced": true, "verbs": verbs, "shortNames": []string{short}}
}

// serve answers [namespaces NAMESPACE] PLURAL [NAME [SUBRESOURCE]].
func (c cluster) serve(w http.ResponseWriter, r *http.Request, group string, words []string) {
	namespace := ""
	if words[0] == "namespaces" && len(words) > 2 {
		namespace, words = words[1], words[2:]
	}
	plural, name, sub := words[0], "", ""
	if len(words) > 1 {
		name = words[1]
	}
	if len(words) > 2 {
		sub = words[2]
	}
	if c.forbids(w, group, plural, namespace, name, sub) {
		return
	}
	found := c.matching(r, plural, namespace, name)
	switch {
	case name == "":
		answer(w, object{"kind": "List", "apiVersion": "v1", "metadata": object{"resourceVersion": ""}, "items": found})
	case len(found) == 0:
		qualified := strings.TrimSuffix(plural+"."+group, ".")
		fail(w, http.StatusNotFound, "NotFound", fmt.Sprintf("%s %q not found", qualified, name))
	case sub == "exec":
		c.exec(w, r, namespace, name)
	case sub == "portforward":
		c.portForward(w, r, namespace, name)
	default:
		answer(w, found[0])
	}
}

func (c cluster) forbids(w http.ResponseWriter, group, plural, namespace, name, sub string) bool {
	verb, what, where := "get", plural, fmt.Sprintf("in the namespace %q", namespace)
	denied := slices.Contains(c.Denied, "get "+plural)
	switch {
	case sub != "":
		verb, what = "create", plural+"/"+sub
		denied = slices.Contains(c.Denied, map[string]string{"exec": "exec", "portforward": "port-forward"}[sub])
	case name == "":
		verb = "list"
		denied = slices.Contains(c.Denied, "list "+plural)
		if namespace == "" {
			where = "at the cluster scope"
			denied = denied || slices.Contains(c.Denied, "list everywhere")
		}
	}
	if !denied {
		return false
	}
	qualified := strings.TrimSuffix(plural+"."+group, ".")
	if name != "" {
		qualified += fmt.Sprintf(" %q", name)
	}
	text := "%s is forbidden: User %q cannot %s resource %q in API group %q %s"
	fail(w, http.StatusForbidden, "Forbidden", fmt.Sprintf(text, qualified, "dev", verb, what, group, where))
	return true
}

func (c cluster) matching(r *http.Request, plural, namespace, name string) []object {
	found := []object{}
	for _, each := range c.Objects[plural] {
		metadata, _ := each["metadata"].(object)
		labels, _ := metadata["labels"].(object)
		status, _ := each["status"].(object)
		matches := (namespace == "" || metadata["namespace"] == namespace) && (name == "" || metadata["name"] == name)
		for _, term := range strings.FieldsFunc(r.URL.Query().Get("labelSelector"), func(c rune) bool { return c == ',' }) {
			key, value, _ := strings.Cut(term, "=")
			matches = matches && labels[key] == value
		}
		if ip, ok := strings.CutPrefix(r.URL.Query().Get("fieldSelector"), "status.podIP="); ok {
			matches = matches && status["podIP"] == ip
		}
		if matches {
			found = append(found, each)
		}
	}
	return found
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	must(json.NewEncoder(w).Encode(value))
}

func fail(w http.ResponseWriter, code int, reason, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(status(code, reason, message))
}

func status(code int, reason, message string) object {
	return object{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "message": message}
}
