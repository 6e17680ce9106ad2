/** Where a row's file goes: folders by template, names by coordinates. */
package io.goldstream.connect.sink.layout;
