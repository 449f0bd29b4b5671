// Receives short messages by webhook and checks the signature, with what comes with Go.
//
//	WEBHOOK_SECRET=whsec_... go run receiver.go 127.0.0.1:8000
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func isSigned(headers http.Header, body, secret []byte) bool {
	sent, err := strconv.ParseInt(headers.Get("webhook-timestamp"), 10, 64)
	if err != nil || math.Abs(float64(time.Now().Unix()-sent)) > 300 {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%d.%s", headers.Get("webhook-id"), sent, body)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, one := range strings.Fields(headers.Get("webhook-signature")) {
		if hmac.Equal([]byte(one), []byte(expected)) {
			return true
		}
	}
	return false
}

func main() {
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
	if err != nil {
		log.Fatal("WEBHOOK_SECRET: ", err)
	}
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		var sms struct{ From, To, Text string }
		if err != nil || !isSigned(request.Header, body, secret) || json.Unmarshal(body, &sms) != nil {
			response.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Println(sms.From, "->", sms.To, sms.Text)
		response.WriteHeader(http.StatusNoContent) // with 2xx the SMSC gets its acknowledgement
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
