package org.yagura.core.importing;

/**
 * What the user wishes of all services.
 *
 * @param logUser who loggers run as where the source names nobody; empty for whoever runs svscan
 * @param logDirectory where logs go, in a directory for each service; empty for {@code ./main} in each {@code log}
 */
public record Settings(byte[] logUser, byte[] logDirectory) {}
