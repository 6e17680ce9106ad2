package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Management;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.key.OperatorKey;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which gateway a command tells what to do. */
final class GatewayOption {

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "A gateway's management port, such as http://gateway.example:9000. Default: GOLDSTREAM_GATEWAY in"
                            + " the environment.")
    private String url;

    /** The gateway's management port, and the key to show there. */
    static Management management(Place place) throws IOException {
        return new Management(place.url(Setting.GATEWAY), new OperatorKey(place.need(Setting.OPERATOR_KEY)));
    }
}
