/**
 * Where a row's file goes: its folder by the path template, its name by coordinates. Begin with {@code Layout} and {@code
 * PathTemplate}.
 */
package io.goldstream.connect.sink.layout;
