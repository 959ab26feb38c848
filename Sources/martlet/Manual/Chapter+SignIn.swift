import Scripts

extension ManualPage.Chapter {
    /// Tokens, signatures, and how one half of a cloud lends them to the other.
    static let signIn = Self(
        title: "SIGNING IN",
        text: #"""
            A request's Auth may sign in, or sign:

                "auth": {"oauth2": {"grant": "device_code", "issuer": "https://id.example/realm", "clientID": "me",
                                    "clientSecret": {"env": "CLIENT_SECRET"}, "scope": "devices"}}
                "auth": {"aws": {"accessKey": "{{key}}", "secretKey": {"env": "AWS_SECRET_ACCESS_KEY"},
                                 "region": "eu-central-1", "service": "iotdata"}}
                "auth": {"azureSAS": {"resource": "HUB.azure-devices.net/devices/d1", "key": {"file": "~/.d1"}}}

            - `oauth2`: `grant` is `client_credentials` (without a person), `device_code` (RFC 8628: a code is shown that
              you type on any device, for SSH) or `authorization_code` (a browser, with PKCE). `issuer` has the URLs that
              are not given looked up: `tokenURL`, `deviceURL`, `authorizationURL`. `clientAuth` is `basic` or `body`;
              `audience` and `user` (login_hint) are sent where they are given. Without a `redirect` the browser is led
              back to 127.0.0.1 at a free port; with another address, and over SSH, paste what the browser ends at.
            - The token is got when the request is sent, and another one 30 s before it ends (of one that lives less than
              a minute, at half of its time), or once when the server answers 401. Requests that wait for the same token
              get it once. A refresh token that the server changes is kept.
            - Tokens lie in `$XDG_STATE_HOME/martlet/tokens`, mode 0600, one for each issuer, client, scope, audience,
              user and environment; never in the profile. The demo keeps none. The part Auth of a request shows what
              the token says of itself, whose signature nobody has checked: on its line Enter gets another and x forgets
              it, as "sign in" and "sign out" in the palette do, and `martlet signin NAME` and `martlet signout NAME`;
              `signin --token` prints it for another program.
            - `"folders": {"cloud": {"auth": {...}}}` in the settings is how requests of the folder (and of folders in it)
              say who sends them, where they do not say it themselves: e on the folder in Requests asks for it, and the
              palette makes one of the open request.
              `"inheritAuth": false` in a request takes nothing of it.
            - `{"token": "cloud/login"}` is a secret like `{"env": NAME}`: the token of that saved request. As the password
              of a connection it is renewed before it ends: the client connects again with the next one. A variable may
              be one, for a request that does not sign in itself. `"authentication": {"method": NAME, "data": {"token":
              REQUEST}}` in a connection is enhanced authentication (MQTT 5 4.12): it is renewed by AUTH, without another
              connection. In the form of a connection that is Auth method and Auth data.
            - AWS IoT over a WebSocket: `"aws": {"accessKey": ..., "secretKey": ..., "region": ...}` in a connection signs
              its address anew for each attempt. `martlet request --aws-sigv4 aws:amz:REGION:SERVICE -u KEY:SECRET` signs a
              request as curl does.
            - Azure IoT Hub: the user name is `HUB.azure-devices.net/DEVICE/?api-version=2021-04-12`, the password
              `{"token": NAME}` of a request with `azureSAS`.
            """#)
}
