package org.yagura.core.scan;

/** How an entry came to be seen; it decides how soon its service is started. */
public enum Arrival {
    /** It was there when svscan began: at once. */
    FOUND,
    /** It was renamed into the directory, so it is complete: at once. */
    MOVED_IN,
    /**
     * A symbolic link was made: in a moment. {@code ln -sfn} makes a link under a passing name and renames it; the moment lets that name
     * pass, so that no service is started under it.
     */
    LINKED,
    /** A directory was made in place, and files are being put into it one by one: when it has been quiet for a while. */
    MADE
}
