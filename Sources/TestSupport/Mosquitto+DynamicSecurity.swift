extension Mosquitto {
    /// Accounts for the plug-in that, unlike an access list, refuses a subscription in SUBACK. Passwords are PBKDF2
    /// with SHA-512, 101 rounds, 64 bytes.
    static let dynamicSecurity = """
        {
          "defaultACLAccess": {
            "publishClientSend": false, "publishClientReceive": true, "subscribe": false, "unsubscribe": true
          },
          "clients": [
            { "username": "alice", "roles": [{ "rolename": "all" }], "iterations": 101,
              "salt": "bWFydGxldC1zYWx0",
              "password": "OXEeP2Ia2nsAWsRLX6qxpFQWax4bSJazLGJihuuy0siNjFemjBiB31tBMt1A597Weou2LUdNoDCVTOytn5bQCA==" },
            { "username": "bob", "roles": [{ "rolename": "sensors" }], "iterations": 101,
              "salt": "bWFydGxldC1zYWx0",
              "password": "7o2tbDCeP+8KZF/FrKH2NBqt/PQNKTBx2wzNOmsaMtw9rdo7g0KwYKtnreScjyaFFG90Wc11FW3OQ/zKYI9IZw==" }
          ],
          "groups": [],
          "roles": [
            { "rolename": "all", "acls": [
              { "acltype": "publishClientSend", "topic": "#", "allow": true },
              { "acltype": "subscribePattern", "topic": "#", "allow": true },
              { "acltype": "subscribePattern", "topic": "$SYS/#", "allow": true }
            ] },
            { "rolename": "sensors", "acls": [
              { "acltype": "publishClientSend", "topic": "cmd/bob/#", "allow": true },
              { "acltype": "subscribePattern", "topic": "sensors/#", "allow": true }
            ] }
          ]
        }
        """
}
