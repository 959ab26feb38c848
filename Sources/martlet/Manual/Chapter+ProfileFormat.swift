import Scripts

extension ManualPage.Chapter {
    /// Every member that the profile may have.
    static let profileFormat = Self(
        title: "PROFILE FORMAT",
        text: #"""
            Every member of the profile, in one example. What is left out has its default, named below; a wrong value is told
            by `martlet profile check`, with its line, and what is not known stays in the file.

                {
                  "version": 1,
                  "connections": [
                    {
                      "name": "home", "url": "mqtts://broker.example:8883", "protocol": "auto",
                      "clientID": "martlet-{{random}}", "username": "me", "password": {"env": "HOME_MQTT_PASSWORD"},
                      "keepAlive": 60, "cleanStart": true, "sessionExpiry": 3600, "strict": false,
                      "tls": {
                        "ca": "~/ca.pem", "caFolder": "/etc/ssl/certs", "certificate": "~/me.pem", "key": "~/me.key",
                        "keyPassword": {"prompt": true}, "verify": true, "alpn": ["mqtt"], "serverName": "broker.example"
                      },
                      "headers": [{"name": "X-Site", "value": "attic", "enabled": false}],
                      "will": {
                        "topic": "clients/me", "payload": "gone", "qos": 1, "retain": false, "delay": 30,
                        "properties": {"contentType": "text/plain"}
                      },
                      "subscriptions": [
                        {"filter": "home/#", "qos": 1, "noLocal": false, "retainAsPublished": true, "retainHandling": 0},
                        {"filter": "$SYS/#"}
                      ],
                      "userProperties": [{"name": "site", "value": "attic"}],
                      "authentication": {"method": "OAUTH2-JWT", "data": {"token": "cloud/login"}},
                      "limits": {
                        "receiveMaximum": 100, "maximumPacketSize": 1048576, "topicAliasMaximum": 10,
                        "maximumInFlight": 20, "maximumQueuedBytes": 16777216, "maximumUnreadBytes": 8388608,
                        "connectTimeout": 10, "fallbackTimeout": 5, "pingTimeout": 10, "followRedirects": false,
                        "requestResponseInformation": false, "requestProblemInformation": true
                      },
                      "reconnect": {"enabled": true, "minimum": 1, "maximum": 60}
                    },
                    {
                      "name": "meter", "url": "mqtts://meter.example",
                      "tls": {
                        "psk": {"env": "METER_PSK"}, "pskIdentity": "me", "ciphers": "ECDHE-PSK-CHACHA20-POLY1305",
                        "version": "tlsv1.2", "keyLog": "~/keys.log", "systemAuthorities": false
                      }
                    },
                    {
                      "name": "cloud", "url": "wss://ENDPOINT.iot.eu-central-1.amazonaws.com/mqtt",
                      "aws": {
                        "accessKey": "{{key}}", "secretKey": {"env": "AWS_SECRET_ACCESS_KEY"},
                        "sessionToken": {"env": "AWS_SESSION_TOKEN"}, "region": "eu-central-1", "service": "iotdevicegateway"
                      }
                    }
                  ],
                  "environments": [
                    {"name": "dev", "variables": {"base": "http://127.0.0.1:8000", "key": "AKIA", "token": {"file": "~/.token"}}}
                  ],
                  "requests": [
                    {
                      "name": "list sensors", "folder": "house/sensors", "method": "GET", "url": "{{base}}/rooms/:room/sensors",
                      "pathParameters": [{"name": "room", "value": "attic"}],
                      "query": [{"name": "limit", "value": "10", "enabled": false}],
                      "headers": [{"name": "Accept", "value": "application/json"}],
                      "auth": {"bearer": "{{token}}"},
                      "options": {
                        "followRedirects": true, "maximumRedirects": 20, "connectTimeout": 10, "totalTimeout": 60,
                        "idleTimeout": 30, "proxy": "http://proxy.example:3128", "tls": {"verify": false},
                        "onlyHTTP1": false, "cookies": true, "omittedHeaders": ["user-agent"]
                      },
                      "checks": ["status == 200", {"check": "size < 100000", "enabled": false}]
                    },
                    {
                      "name": "login", "folder": "cloud", "method": "GET", "url": "https://api.example/me",
                      "auth": {
                        "oauth2": {
                          "grant": "client_credentials", "issuer": "https://id.example",
                          "tokenURL": "https://id.example/token", "deviceURL": "https://id.example/device",
                          "authorizationURL": "https://id.example/authorize", "clientID": "me",
                          "clientSecret": {"env": "CLIENT_SECRET"}, "scope": "devices", "audience": "api", "user": "me",
                          "redirect": "http://127.0.0.1:9999/", "clientAuth": "basic"
                        }
                      }
                    },
                    {
                      "name": "upload", "method": "POST", "url": "{{base}}/files", "inheritAuth": false,
                      "auth": {"apiKey": {"name": "X-Api-Key", "value": {"env": "API_KEY"}, "in": "header"}},
                      "body": {
                        "multipart": [
                          {"name": "note", "text": "from the attic", "enabled": true},
                          {"name": "picture", "file": "~/a.jpg", "contentType": "image/jpeg", "filename": "attic.jpg"}
                        ]
                      }
                    },
                    {
                      "name": "send to a device", "method": "POST", "url": "https://HUB.azure-devices.net/devices/d1/messages",
                      "auth": {
                        "azureSAS": {"resource": "HUB.azure-devices.net/devices/d1", "keyName": "device", "key": {"file": "~/.d1"},
                                     "minutes": 60}
                      },
                      "body": {"json": "{\"on\": true}"}
                    },
                    {
                      "name": "sign up", "method": "POST", "url": "{{base}}/users",
                      "auth": {"basic": {"username": "me", "password": {"command": ["pass", "show", "api"]}}},
                      "body": {"form": [{"name": "city", "value": "Ulm"}]}
                    }
                  ],
                  "publishes": [
                    {
                      "name": "lamp on", "folder": "house", "topic": "home/hall/lamp/set", "payload": "{\"on\": true}",
                      "format": "json", "qos": 1, "retain": false,
                      "properties": {
                        "contentType": "application/json", "isUTF8": true, "expiry": 60, "responseTopic": "home/hall/lamp/answer",
                        "correlationData": "42", "topicAlias": 1, "userProperties": [{"name": "by", "value": "me"}]
                      }
                    }
                  ],
                  "settings": {
                    "theme": "nord", "memory": "64MB", "wireMemory": "32MB", "wrap": false, "keepAnswers": true,
                    "keyPreset": "vim", "keys": {"topics": {"x": "none"}}, "connection": "home", "lastConnection": "cloud",
                    "environment": "dev", "mouse": true, "panes": {"topics.width": 400}, "hiddenHints": [],
                    "twins": {"home/hall/lamp": "{{base}}/devices/lamp"},
                    "folders": {"house": {"auth": {"digest": {"username": "me", "password": {"prompt": true}}}}}
                  }
                }

            - Texts may hold `{{name}}`, a variable or what `martlet manual values` lists. Paths may begin with `~/`.
            - A secret (`password`, `keyPassword`, `psk`, `data`, `secretKey`, `sessionToken`, `clientSecret`, `bearer`, `value` of an
              `apiKey`, `key` of an `azureSAS`, each variable) is a text or one of the five objects of `martlet manual profile`.
            - A connection needs `name` and `url`. `protocol` is `auto` (the default), `5`, `3.1.1` or `3.1`; `clientID` is
              `martlet-` and a random end, and an empty one lets the broker choose; `keepAlive` is 60 seconds, 0 for none.
              `cleanStart` is true, and `sessionExpiry`, in seconds, is 0. Without `subscriptions` it takes `#` and `$SYS/#`.
              `headers` go with the upgrade to a WebSocket.
            - Of a subscription `qos` is 0; `retainHandling` is 0 (what the broker keeps is sent), 1 (when the subscription is
              new) or 2 (never). Of a will `delay` is in seconds.
            - `limits` and `reconnect` have times in seconds and sizes in bytes; without them hold the client's own.
            - A row with `name` and `value` counts unless `enabled` is false.
            - A request needs a `name`; `folder` is a path of names with `/`. `auth` is one of `basic`, `bearer`, `digest`,
              `apiKey`, `oauth2`, `aws` and `azureSAS` (`martlet manual signing-in`). `body` is one of
              `json`, `xml`, `text`, `graphql` and `file`, each a text, `form` and `multipart`. JSON is written as a text, so
              that it stays as it was typed. The `tls` of `options` is that of a connection.
            - The `format` of a publish is `text`, `json`, `xml`, `hex`, `base64`, `file` or `empty`.
            - `settings` are told in `martlet manual profile`; `lastConnection` is written by martlet itself.
            """#)
}
