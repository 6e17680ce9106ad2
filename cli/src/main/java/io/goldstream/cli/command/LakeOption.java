package io.goldstream.cli.command;

import picocli.CommandLine.Option;

/** Where a command finds the lake's files. */
final class LakeOption {

    @Option(
            names = "--lake",
            paramLabel = "PLACE",
            description = "The lake's files: a folder, or https://ACCOUNT.blob.core.windows.net/{layer} if each layer "
                    + "has its own container. Default: GOLDSTREAM_LAKE in the environment.")
    private String place;

    @Option(
            names = "--lake-credential",
            paramLabel = "KIND",
            description = "How to log in to the lake: default (this machine's identity), shared_key, sas or "
                    + "connection_string, with the secret in GOLDSTREAM_LAKE_SECRET or in a profile. Default: "
                    + "GOLDSTREAM_LAKE_CREDENTIAL in the environment, else default.")
    private String credential;
}
