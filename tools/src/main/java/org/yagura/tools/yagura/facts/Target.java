package org.yagura.tools.yagura.facts;

/**
 * A service that was asked for.
 *
 * @param name as people call it: the word that was given, or the name in the scan directory
 * @param path its directory
 */
public record Target(byte[] name, byte[] path) {}
