package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.layout.PathTemplate;
import java.time.Duration;

/**
 * How a connector lands records.
 *
 * @param connector its name: manifests and staging are kept by it
 * @param format of the files
 * @param path their folders
 * @param rotation when they are flushed
 * @param retryTimeout how long storage errors are retried, from the first of a row on, before the task fails
 * @param retryBackoff how long to wait before each retry
 */
public record Landing(
        String connector,
        Format format,
        PathTemplate path,
        Rotation rotation,
        Duration retryTimeout,
        Duration retryBackoff) {}
