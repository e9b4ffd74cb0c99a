"""What the software is measured with. The import settles how many threads numpy may use."""

import publisher as publisher
