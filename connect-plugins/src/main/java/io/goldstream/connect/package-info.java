/**
 * What all plugins share. Begin with a plugin itself: {@link io.goldstream.connect.sink.AdlsSinkConnector}, {@link
 * io.goldstream.connect.convert.EventConverter}, or one of {@link io.goldstream.connect.transform}. docs/connect.md is for their
 * users.
 */
package io.goldstream.connect;
