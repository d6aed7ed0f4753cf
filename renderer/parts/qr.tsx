import QRCode from "qrcode";
import { useMemo } from "react";

/** Modules that must stay light around the code (ISO/IEC 18004): without them many cameras find nothing. */
const QUIET_ZONE = 4;

interface QrProps {
  /** Exactly this, to the letter. */
  readonly text: string;
  readonly label: string;
}

/** A QR code as one path. Always dark on white, whatever the theme: cameras read the other way round badly. */
export function Qr({ text, label }: QrProps) {
  const { size, path } = useMemo(() => {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
    let drawn = "";
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (!modules.get(row, column)) continue;
        const start = column;
        while (column + 1 < modules.size && modules.get(row, column + 1)) column += 1;
        drawn += `M${start + QUIET_ZONE} ${row + QUIET_ZONE}h${column + 1 - start}v1H${start + QUIET_ZONE}z`;
      }
    }
    return { size: modules.size + 2 * QUIET_ZONE, path: drawn };
  }, [text]);
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
