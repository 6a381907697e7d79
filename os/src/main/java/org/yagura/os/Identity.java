package org.yagura.os;

/** Who this process is. */
public interface Identity {
    /** The effective user. */
    int effectiveUid();

    /** Sets the supplementary groups to just one. @return 0 or a negated errno */
    int setGroups(int gid);

    /** Sets real, effective and saved group. @return 0 or a negated errno */
    int setGid(int gid);

    /** Sets real, effective and saved user. @return 0 or a negated errno */
    int setUid(int uid);
}
